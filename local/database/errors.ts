import { z } from 'zod'

const Refusal = z.object({ code: z.string(), message: z.string().optional(), detail: z.string().nullish(), hint: z.string().nullish() })

// PostgREST's statuses for what lite 0.10.0 answers with 500 and the code SUP.
const STATUS: Record<string, number> = { 'P0001': 400, '23514': 400, '23P01': 400, '40001': 500, '40P01': 500, '57014': 500, '54001': 500 }
const INSPECTORS = [Symbol.for('nodejs.util.inspect.custom'), Symbol.for('Deno.customInspect')]

/** Sends a database refusal through lite's own door for `raise sqlstate 'PGRST'`, so that it is answered as PostgREST answers it. */
export function restateRefusal(thrown: unknown): unknown {
  const { data: refusal } = Refusal.safeParse(thrown)
  if (!refusal) return thrown
  const { code, message, detail, hint } = refusal
  const status = STATUS[code]
  if (!status) return withoutContents(thrown, code)
  const stated = new Error(JSON.stringify({ code, message, details: detail, hint }))
  return withoutContents(Object.assign(stated, { code: 'PGRST', detail: JSON.stringify({ status, headers: {} }) }), code)
}

/** lite prints each refusal, with the statement and its values: customers' words. What reaches the log is the SQLSTATE. */
function withoutContents(error: unknown, code: string): unknown {
  if (!(error instanceof Error)) return error
  const line = () => `The database refused a request: ${code}`
  for (const inspector of INSPECTORS) Object.defineProperty(error, inspector, { value: line, configurable: true })
  return error
}
