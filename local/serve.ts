import type { Serve } from './database/rest.ts'
import type { createDemoRoutes } from './demo-routes.ts'
import type { createFunctions } from './functions.ts'
import type { StandIns } from './stand-ins.ts'
import type { createStaticFiles } from './static-files.ts'

export interface Rooms {
  rest: Serve
  auth: Serve
  functions: ReturnType<typeof createFunctions>
  broadcast: Serve
  standIns: StandIns | null
  demo: ReturnType<typeof createDemoRoutes>
  panel: ReturnType<typeof createStaticFiles>
  host: ReturnType<typeof createStaticFiles> | null
  panelConfig: unknown
}

const LATER = 'This script comes with the docked mode, which this version does not have yet.\n'

/** Which door a request goes through. */
export function createRouter(rooms: Rooms) {
  return async (request: Request, isLoopback: boolean): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const after = (prefix: string) => pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : null
    if (after('/rest/v1')) return rooms.rest(request)
    if (after('/auth/v1')) return rooms.auth(request)
    if (after('/realtime/v1/api/broadcast')) return rooms.broadcast(request)
    const edge = after('/functions/v1')
    if (edge) return rooms.functions.serve(new Request(new URL(`${edge}${new URL(request.url).search}`, request.url), request))
    const local = after('/__local')
    if (local) return rooms.demo(request, local, isLoopback)
    const opened = /^(?:\/standin\/chatwoot)?\/app\/accounts\/\d+\/conversations\/(\d+)$/.exec(pathname)
    if (opened && rooms.host) return Response.redirect(new URL(`/#/conversations/${opened[1]}`, request.url), 302)
    const vendor = after('/standin')
    if (vendor && rooms.standIns) return rooms.standIns.serve(request, vendor.slice(1))
    if (pathname === '/panel/config.json') return Response.json(rooms.panelConfig, { headers: { 'cache-control': 'no-cache' } })
    if (pathname === '/panel') return Response.redirect(new URL('/panel/', request.url), 308)
    const page = after('/panel')
    if (page) return rooms.panel(request, page)
    if (pathname === '/bridge.js' || pathname === '/widget.js') return new Response(LATER, { status: 404 })
    return rooms.host ? rooms.host(request, pathname) : Response.redirect(new URL('/panel/', request.url), 302)
  }
}
