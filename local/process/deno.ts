interface Lock { tryLockSync: (exclusive: boolean) => boolean, close: () => void }
interface Peer { remoteAddr: { hostname?: string } }
interface Runtime {
  openSync: (path: string, options: { create: boolean, write: boolean }) => Lock
  listen: (options: { port: number, hostname: string }) => { close: () => void }
  serve: (
    options: { port: number, hostname: string, onListen: () => void },
    handle: (request: Request, peer: Peer) => Response | Promise<Response>,
  ) => { shutdown: () => Promise<void> }
  upgradeWebSocket: (request: Request, options: { idleTimeout: number }) => { socket: WebSocket, response: Response }
  errors: { AddrInUse: new () => Error }
}

/** What the stack needs from Deno and Node does not have; typed here because both compilers check this folder. */
export function deno(): Runtime {
  return (globalThis as unknown as { Deno: Runtime }).Deno
}
