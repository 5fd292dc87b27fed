import type { ProblemCode } from '../../../shared/contracts/problem.ts'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { PROBLEMS } from '../../../shared/contracts/problem.ts'

/** A refusal with a permanent code; `detail` is for people and never holds customer text or secrets. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  constructor(readonly code: ProblemCode, options?: ErrorOptions & { detail?: string }) {
    super(options?.detail ?? PROBLEMS[code].title, options)
    this.detail = options?.detail
  }

  readonly detail: string | undefined
}

/** The one place for CORS, and where a thrown error becomes an HTTP answer (RFC 9457). */
export function createApp(basePath: string) {
  return new Hono().basePath(basePath).use(cors()).onError((error, c) => {
    const code = toProblemCode(error)
    if (code === 'internal') console.error(errorLabel(error), framesOf(error))
    const detail = error instanceof ProblemError ? error.detail : undefined
    const body = { type: `urn:problem:${code}`, code, ...PROBLEMS[code], ...(detail && { detail }) }
    return c.json(body, body.status, { 'content-type': 'application/problem+json' })
  })
}

function toProblemCode(error: Error): ProblemCode {
  if (error instanceof ProblemError) return error.code
  if (error instanceof HTTPException && error.status === 401) return 'not_signed_in'
  return 'internal'
}

/** What may be written into a log or a job about an error: a code or a name, never a message that could quote a customer. */
export function errorLabel(error: unknown): string {
  if (error instanceof ProblemError) {
    const cause = error.cause instanceof Object && 'code' in error.cause ? ` ${String(error.cause.code)}` : ''
    return `${error.code}${cause}`
  }
  return error instanceof Error ? error.name : typeof error
}

/** Where it happened: the lines of a stack without its message, which may quote a row or a customer. */
function framesOf(error: Error): string {
  const stacks = [error, error.cause].flatMap(one => one instanceof Error ? (one.stack ?? '').replaceAll(one.message, '') : [])
  return stacks.flatMap(stack => stack.split('\n')).filter(line => /^\s+at\s/.test(line)).join('\n')
}
