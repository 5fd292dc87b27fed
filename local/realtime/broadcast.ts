import type { Hub } from './hub.ts'

const ONE = /\/broadcast\/([^/]+)\/events\/([^/]+)$/
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': 'POST' }

/** `POST /realtime/v1/api/broadcast/<topic>/events/<event>`: what supabase-js calls `httpSend`, which insists on 202. */
export function createBroadcast(hub: Hub) {
  return async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS })
    const { pathname, searchParams } = new URL(request.url)
    const [topic, event] = ONE.exec(pathname)?.slice(1).map(decodeURIComponent) ?? []
    if (request.method !== 'POST' || !topic || !event) return Response.json({ message: 'Not found' }, { status: 404, headers: CORS })

    const caller = {
      apiKey: request.headers.get('apikey') ?? '',
      token: request.headers.get('authorization')?.replace(/^Bearer /, '') ?? null,
    }
    const payload: unknown = await request.json().catch(() => null)
    const isKnown = await hub.post(caller, topic, searchParams.get('private') === 'true', event, payload)
    return isKnown ? new Response(null, { status: 202, headers: CORS }) : Response.json({ message: 'Unauthorized' }, { status: 401, headers: CORS })
  }
}
