import type { Serve } from './database/rest.ts'

/**
 * Functions and stand-ins run in the process that they ask: their requests to `origin` below `path` are handed over without a
 * socket, and given up as any other when their signal says so.
 */
export function shortenLoopback(origin: string, path: string, serve: Serve): void {
  const door = `${origin}${path}`
  const distant = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith(door)) return distant(input, init)
    const request = new Request(input, init)
    const { signal } = request
    signal.throwIfAborted()
    const isGivenUp = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    const response = await Promise.race([serve(request), isGivenUp])
    if (response.type === 'error') throw new TypeError('The connection was closed')
    return response
  }
}
