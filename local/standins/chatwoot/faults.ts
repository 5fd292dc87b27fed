import { z } from 'zod'

/** `drop_answer`: done, but the answer is lost on the way. `lost`: never arrives. `times` requests that match are hit. */
const Fault = z.object({
  kind: z.enum(['status', 'slow', 'lost', 'drop_answer']),
  method: z.string().optional(),
  path: z.string().default(''),
  status: z.number().int().min(400).max(599).default(500),
  ms: z.number().int().min(0).max(60_000).default(0),
  times: z.number().int().min(1).default(1),
})
type Fault = z.input<typeof Fault>

/** Lets a test or the demo break this vendor: `faults.add(…)`, then requests run through `faults.around`. */
export function createFaults() {
  const waiting: z.infer<typeof Fault>[] = []
  return {
    add: (fault: unknown) => void waiting.push(Fault.parse(fault)),
    clear: () => void waiting.splice(0),
    async around(request: Request, serve: () => Promise<Response>): Promise<Response> {
      const path = new URL(request.url).pathname
      const fault = waiting.find(one => path.includes(one.path) && (!one.method || one.method === request.method))
      if (!fault) return serve()
      fault.times -= 1
      if (fault.times <= 0) waiting.splice(waiting.indexOf(fault), 1)
      if (fault.ms) await new Promise(resolve => setTimeout(resolve, fault.ms))
      if (fault.kind === 'status') return Response.json({ error: 'Something went wrong' }, { status: fault.status })
      if (fault.kind === 'slow') return serve()
      if (fault.kind === 'drop_answer') await serve()
      return Response.error()
    },
  }
}
