import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import type { Role } from '../../../shared/contracts/brief.ts'
import { storable } from '../../../shared/ingest/tokens.ts'
import { ProblemError } from './app.ts'
import { readBody } from './body.ts'

// An article of the longest kind with all its questions, four bytes to a letter.
const LARGEST_BODY = 1024 * 1024

export interface Caller { agentId: number, accountId: number, chatwootUserId: number, name: string, email: string, role: Role }

/**
 * The signed-in person in this account, read through their own client, so row level security decides.
 * Refuses with `account_not_found` for a stranger and `forbidden` for a member without one of `roles`.
 */
export async function requireMember(supabase: SupabaseClient, userId: string, accountId: number, roles?: Role[]): Promise<Caller> {
  const { data, error } = await supabase
    .from('agents')
    .select('id, account_id, chatwoot_user_id, name, email, role')
    .eq('account_id', accountId)
    .eq('user_id', userId)
    .is('removed_at', null)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('account_not_found')
  if (roles && !roles.includes(data.role)) throw new ProblemError('forbidden')
  return { agentId: data.id, accountId, chatwootUserId: data.chatwoot_user_id, name: data.name, email: data.email, role: data.role }
}

/** Parses what came through the door, or refuses with `invalid_request` and the first thing that is wrong. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ProblemError('invalid_request', { cause: parsed.error, detail: issue && `${issue.path.join('.')}: ${issue.message}` })
}

/**
 * The JSON of a request, undefined without a body, its texts without what Postgres cannot store; refuses with
 * `invalid_request` what is no JSON and with `body_too_large` more than `limit` bytes.
 */
export async function readJson(request: Request, limit = LARGEST_BODY): Promise<unknown> {
  const text = new TextDecoder().decode(await readBody(request, limit))
  if (!text) return undefined
  try {
    return JSON.parse(text, (_, value) => typeof value === 'string' ? storable(value) : value)
  }
  catch {
    throw new ProblemError('invalid_request', { detail: 'The body is not JSON' })
  }
}
