import { z } from 'zod'

const Refusal = z.object({ code: z.string(), message: z.string().optional(), detail: z.string().nullish(), hint: z.string().nullish() })

// PostgREST's statuses for what lite 0.10.0 answers with 500 and the code SUP.
const STATUS: Record<string, number> = { 'P0001': 400, '23514': 400, '23P01': 400, '40001': 500, '40P01': 500, '57014': 500, '54001': 500 }
// https://docs.postgrest.org/en/v13/references/errors.html, the longest beginning first.
const STATUSES: [string, number][] = [
  ['23503', 409],
  ['23505', 409],
  ['25006', 405],
  ['42501', 403],
  ['42883', 404],
  ['42P01', 404],
  ['42P17', 500],
  ['53400', 500],
  ['P0001', 400],
  ['08', 503],
  ['0L', 403],
  ['0P', 403],
  ['28', 403],
  ['53', 503],
  ...['09', '25', '2D', '38', '39', '3B', '40', '54', '55', '57', '58', 'F0', 'HV', 'P0', 'XX'].map((start): [string, number] => [start, 500]),
]
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

/** A database refusal as PostgREST answers it; anything else is thrown on. */
export function answerRefusal(thrown: unknown): Response {
  const { data: refusal } = Refusal.safeParse(thrown)
  if (!refusal) throw thrown
  const { code, message, detail, hint } = refusal
  console.error(lineOf(code))
  return Response.json({ code, message, details: detail ?? null, hint: hint ?? null }, { status: statusOf(code) })
}

function statusOf(code: string): number {
  const chosen = /^PT([45]\d\d)$/.exec(code)?.[1]
  if (chosen) return Number(chosen)
  return STATUSES.find(([start]) => code.startsWith(start))?.[1] ?? 400
}

/** lite prints each refusal, with the statement and its values: customers' words. What reaches the log is the SQLSTATE. */
function withoutContents(error: unknown, code: string): unknown {
  if (!(error instanceof Error)) return error
  const line = () => lineOf(code)
  for (const inspector of INSPECTORS) Object.defineProperty(error, inspector, { value: line, configurable: true })
  return error
}

function lineOf(code: string): string {
  return `The database refused a request: ${code}`
}
