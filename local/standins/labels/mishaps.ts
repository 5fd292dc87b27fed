import { z } from 'zod'

/** The next request whose method and path end on `on`. `dropped`: it is done, and its answer is lost on the way. */
export const Mishap = z.object({
  on: z.string().min(1),
  status: z.number().int().min(400).max(599).optional(),
  dropped: z.boolean().optional(),
}).strict()
export type Mishap = z.infer<typeof Mishap>

/** Requests that fail: the next one whose method and path end so. */
export function createMishaps() {
  const waiting: Mishap[] = []
  return {
    failNext: (mishap: Mishap) => void waiting.push(mishap),
    clear: () => void waiting.splice(0),
    async around(request: Request, answer: () => Promise<Response>): Promise<Response> {
      const name = `${request.method} ${new URL(request.url).pathname}`
      const at = waiting.findIndex(({ on }) => name.endsWith(on))
      const mishap = at < 0 ? undefined : waiting.splice(at, 1)[0]
      if (mishap?.status) return new Response('{}', { status: mishap.status })
      const response = await answer()
      return mishap?.dropped ? Response.error() : response
    },
  }
}
