import type { Hub } from '../realtime/hub.ts'
import { deno } from './deno.ts'

type Serve = (request: Request, isLoopback: boolean) => Promise<Response>

const HOST = '127.0.0.1'
const LOOPBACK = new Set([HOST, '::1'])
// Whoever sets these stands between us and a browser that may be anywhere.
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'cf-connecting-ip']

class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

/** Throws `PortTaken` before minutes of work are put into a start that cannot end well. */
export function requireFreePort(port: number): void {
  try {
    deno().listen({ port, hostname: HOST }).close()
  }
  catch (error) {
    if (!(error instanceof deno().errors.AddrInUse)) throw error
    throw new PortTaken(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`)
  }
}

/** Listens on loopback; upgrades Realtime's sockets and hands everything else to `serve`. */
export function listen(port: number, hub: Hub, serve: Serve) {
  return deno().serve({ port, hostname: HOST, onListen: () => {} }, async (request, { remoteAddr }) => {
    const url = new URL(request.url)
    if (/^\/realtime\/v1\/websocket\/?$/.test(url.pathname)) {
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return new Response('Upgrade required', { status: 426 })
      const { socket, response } = deno().upgradeWebSocket(request, { idleTimeout: 0 })
      hub.attach(socket, url)
      return response
    }
    const isLoopback = LOOPBACK.has(remoteAddr.hostname ?? '') && !PROXY_HEADERS.some(name => request.headers.has(name))
    return serve(request, isLoopback)
  })
}
