import { z } from 'zod'
import { ProblemError } from './app.ts'

/** Where an account lives. `accountId` is Chatwoot's, `token` an administrator's access token. */
export interface ChatwootAccess { url: string, accountId: number, token: string, fetch?: typeof fetch }

/** A write whose answer never came: Chatwoot may or may not have done it. Look at the world before trying again. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome'
}

/** Chatwoot, or what stands before it, wants fewer requests; `waitMs` is null where it does not say how long to wait. */
export class AskedToWait extends ProblemError {
  constructor(readonly waitMs: number | null) {
    super('chatwoot_unreachable', { detail: 'Chatwoot asks us to wait' })
  }
}

// Chatwoot ends its own requests after 15 s; who writes waits for the end, who reads has a person waiting.
const PATIENT_MS = 16_000
const READ_TIMEOUT_MS = 5_000
const READ_ATTEMPTS = 2
const RETRY_AFTER_MS = 250

type Method = 'POST' | 'PATCH'
export type ChatwootHttp = ReturnType<typeof createChatwootHttp>

/**
 * Requests below `/api/v1/accounts/:id`, parsed at the door. Reads are tried twice; a write is tried once and throws
 * `UnknownOutcome` when its fate is open. Refusals: `chatwoot_refused`, `chatwoot_unreachable`, `conversation_not_found`.
 */
export function createChatwootHttp({ url, accountId, token, fetch: send = fetch }: ChatwootAccess) {
  const base = `${url.replace(/\/+$/, '')}/api/v1`
  // nginx drops header names with underscores; Rack takes the hyphened one as the same.
  const headers = { 'api-access-token': token, 'accept': 'application/json' }
  // A redirect is not followed: it would carry the token to wherever it points.
  const common = { headers, redirect: 'manual' } as const
  const addressOf = (path: string) => path.startsWith('/profile') ? `${base}${path}` : `${base}/accounts/${accountId}${path}`

  async function readOnce(path: string, timeoutMs: number): Promise<Response | null> {
    const response = await send(addressOf(path), { ...common, signal: AbortSignal.timeout(timeoutMs) }).catch(() => null)
    if (!response || response.status < 500) return response
    await response.body?.cancel()
    return null
  }

  return {
    async read<S extends z.ZodType>(path: string, schema: S, { isLong = false } = {}): Promise<z.output<S>> {
      for (let attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
        if (attempt > 1) await new Promise(resolve => setTimeout(resolve, RETRY_AFTER_MS))
        const response = await readOnce(path, isLong ? PATIENT_MS : READ_TIMEOUT_MS)
        if (response) return parseAnswer(path, response, schema)
      }
      throw new ProblemError('chatwoot_unreachable')
    },

    async write<S extends z.ZodType>(method: Method, path: string, body: unknown, schema: S): Promise<z.output<S>> {
      const init = {
        ...common,
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENT_MS),
      }
      const response = await send(addressOf(path), init).catch((error) => {
        throw new UnknownOutcome('Chatwoot did not answer', { cause: error })
      })
      if (response.status >= 500) {
        await response.body?.cancel()
        throw new UnknownOutcome(`Chatwoot answered ${response.status}`)
      }
      return parseAnswer(path, response, schema)
    },
  }
}

// From versions after 4.15 an account may demand two factors of who owns the token, and says so.
const Refusal = z.object({ error_code: z.string().regex(/^[a-z_]{1,60}$/) })

async function parseAnswer<S extends z.ZodType>(path: string, response: Response, schema: S): Promise<z.output<S>> {
  const body: unknown = await response.json().catch(() => null)
  if (response.status === 404 && path.startsWith('/conversations/')) throw new ProblemError('conversation_not_found')
  if (response.status === 429) throw new AskedToWait(waitOf(response.headers.get('retry-after')))
  if (!response.ok) {
    const reason = Refusal.safeParse(body).data?.error_code ?? ''
    throw new ProblemError('chatwoot_refused', { detail: `Chatwoot answered ${response.status} ${reason}`.trimEnd() })
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ProblemError('chatwoot_refused', { cause: parsed.error, detail: 'Chatwoot answered in a shape that is not documented' })
}

/** A `Retry-After` in milliseconds (RFC 9110, 10.2.3: seconds, or a date). */
function waitOf(header: string | null): number | null {
  if (header === null) return null
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
