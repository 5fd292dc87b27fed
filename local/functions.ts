import { existsSync } from 'node:fs'
import { z } from 'zod'

type Handler = (request: Request) => Response | Promise<Response>
const EdgeFunction = z.object({ default: z.object({ fetch: z.custom<Handler>(value => typeof value === 'function') }) })

const FUNCTIONS = new URL('../supabase/functions/', import.meta.url)
const NOT_FOUND = () => Response.json({ code: 'NOT_FOUND', message: 'Requested function was not found' }, { status: 404 })

/** Runs `supabase/functions/<name>/index.ts` in this process as the Edge Runtime would; the request's path starts with the name. */
export function createFunctions() {
  const loaded = new Map<string, Promise<Handler>>()
  const background = new Set<Promise<unknown>>()
  Object.assign(globalThis, {
    EdgeRuntime: {
      waitUntil(work: Promise<unknown>) {
        const settled = work.catch(error => console.error('after the answer:', error)).finally(() => background.delete(settled))
        background.add(settled)
      },
    },
  })

  async function load(name: string): Promise<Handler> {
    const module: unknown = await import(new URL(`${name}/index.ts`, FUNCTIONS).href)
    const { default: edge } = EdgeFunction.parse(module)
    return request => edge.fetch(request)
  }

  return {
    async serve(request: Request): Promise<Response> {
      const [, name = ''] = new URL(request.url).pathname.split('/')
      if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(new URL(`${name}/index.ts`, FUNCTIONS))) return NOT_FOUND()
      const handler = loaded.get(name) ?? load(name)
      loaded.set(name, handler)
      // A module that could not be loaded may be whole the next time.
      handler.catch(() => loaded.delete(name))
      return (await handler)(request)
    },
    /** Waits for the work that functions do after their answers. */
    settle: async () => Promise.allSettled(background),
  }
}
