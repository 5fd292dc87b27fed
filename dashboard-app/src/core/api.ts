import type { ProblemCode } from '#shared/contracts/problem'
import type { InjectionKey } from 'vue'
import type { z } from 'zod'
import { inject } from 'vue'
import { isProblemCode } from './i18n'

export type FailureCode = ProblemCode | 'unreachable' | 'offline'
export type Answer<T> = { ok: true, value: T } | { ok: false, code: FailureCode }
type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `outlivesPage`: the request goes on when the frame is torn down in the same moment. */
interface SendOptions { outlivesPage?: boolean }

export interface Api {
  get: <S extends z.ZodType>(path: string, schema: S, signal?: AbortSignal) => Promise<Answer<z.output<S>>>
  send: <S extends z.ZodType>(method: Method, path: string, body: unknown, schema: S, options?: SendOptions) => Promise<Answer<z.output<S>>>
  /** Posts and hands back the answer's bytes as they come; ends early with `signal`. */
  stream: (path: string, body: unknown, signal: AbortSignal) => Promise<Answer<ReadableStream<Uint8Array>>>
}

export interface ApiOptions {
  /** Where the functions stand: `https://…/functions/v1`. */
  url: string
  publishableKey: string
  /** The signed-in agent's token; `true` asks for a new one after a refusal. */
  token: (isRefused?: boolean) => Promise<string | null>
  fetch?: typeof fetch
  isOnline?: () => boolean
}

// A function that has not answered by then will not: hosted functions are cut off earlier.
const PATIENCE_MS = 20_000

export const ApiKey: InjectionKey<Api> = Symbol('api')

export function useApi(): Api {
  const api = inject(ApiKey)
  if (!api) throw new Error('useApi() needs an Api provided by main.ts')
  return api
}

/** The panel's one way to the functions: signed in, parsed, and every failure a code that has words. */
export function createApi(options: ApiOptions): Api {
  const { url, publishableKey, token, fetch: send = (...args) => fetch(...args), isOnline = () => navigator.onLine } = options
  async function ask(path: string, init: RequestInit): Promise<Answer<Response>> {
    for (const isRefused of [false, true]) {
      const bearer = await token(isRefused)
      if (!bearer) return { ok: false, code: 'not_signed_in' }
      const headers = { ...init.headers, apikey: publishableKey, authorization: `Bearer ${bearer}` }
      const response = await send(`${url}${path}`, { ...init, headers }).catch(() => null)
      if (!response) return { ok: false, code: isOnline() ? 'unreachable' : 'offline' }
      if (response.ok) return { ok: true, value: response }
      // The token may have run out on the server's clock while ours still trusts it.
      if (response.status === 401 && !isRefused) continue
      return { ok: false, code: toProblemCode(response.status, await readBody(response)) }
    }
    return { ok: false, code: 'not_signed_in' }
  }

  async function parsed<S extends z.ZodType>(path: string, init: RequestInit, schema: S): Promise<Answer<z.output<S>>> {
    const patience = AbortSignal.timeout(PATIENCE_MS)
    const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience
    const answer = await ask(path, { ...init, signal })
    if (!answer.ok) return answer
    const body = schema.safeParse(await readBody(answer.value))
    if (body.success) return { ok: true, value: body.data }
    // Paths of fields, never their content.
    console.error(`${path} broke its contract`, body.error.issues.map(issue => `${issue.path.join('.')}: ${issue.code}`))
    return { ok: false, code: 'internal' }
  }

  return {
    get: async (path, schema, signal) => parsed(path, { signal }, schema),
    send: async (method, path, body, schema, { outlivesPage = false } = {}) =>
      parsed(path, { ...withBody(method, body), keepalive: outlivesPage }, schema),
    async stream(path, body, signal) {
      const answer = await ask(path, { ...withBody('POST', body), signal })
      if (!answer.ok) return answer
      return answer.value.body ? { ok: true, value: answer.value.body } : { ok: false, code: 'internal' }
    },
  }
}

/** A file goes as it is, everything else as JSON. */
function withBody(method: Method, body: unknown): RequestInit {
  if (body instanceof Blob) return { method, body, headers: { 'content-type': body.type || 'application/octet-stream' } }
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

// Gateways in front of us answer in HTML, so a body is not always JSON.
async function readBody(response: Response): Promise<unknown> {
  return response.json().catch(() => null)
}

function toProblemCode(status: number, body: unknown): ProblemCode {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null
  if (isProblemCode(code)) return code
  // The gateway of hosted functions counts requests and knows nothing of our codes.
  return status === 429 ? 'too_many_requests' : 'internal'
}
