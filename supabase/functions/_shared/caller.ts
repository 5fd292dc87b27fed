import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import type { Role } from '../../../shared/contracts/brief.ts'
import { ProblemError } from './app.ts'

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

/** The JSON of a request, undefined without a body; refuses with `invalid_request` what is no JSON. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text()
  if (!text) return undefined
  try {
    return JSON.parse(text)
  }
  catch {
    throw new ProblemError('invalid_request', { detail: 'The body is not JSON' })
  }
}
