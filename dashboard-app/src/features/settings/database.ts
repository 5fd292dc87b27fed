import type { SupabaseClient } from '@supabase/supabase-js'
import type { SettingsKey } from './words'
import type { FailureCode } from '@/core/api'
import { z } from 'zod'
import { PROBLEM_WORDS } from '@/core/i18n'

/** What a table answers: rows, or a refusal that has words. `last_admin`: an account keeps one. */
export type RowFailure = FailureCode | 'last_admin'
export type RowAnswer<T> = { ok: true, value: T } | { ok: false, code: RowFailure }

interface Reply { data: unknown, error: { code: string, hint: string | null } | null, status: number }

/** Waits for a query of supabase-js and parses what it brings; row level security speaks as `forbidden`. */
export async function readRows<S extends z.ZodType>(query: PromiseLike<Reply>, schema: S): Promise<RowAnswer<z.output<S>>> {
  const { data, error, status } = await query
  if (error) return { ok: false, code: failureOf(error, status) }
  const rows = schema.safeParse(data)
  return rows.success ? { ok: true, value: rows.data } : { ok: false, code: 'internal' }
}

/** A change that touched no row was not allowed: row level security hides rather than refuses. */
export function refuseNone<T>(answer: RowAnswer<T[]>): RowAnswer<T[]> {
  return answer.ok && answer.value.length === 0 ? { ok: false, code: 'forbidden' } : answer
}

const Places = z.array(z.object({ chatwoot_url: z.string(), chatwoot_account_id: z.number() }))

/** Where Chatwoot shows the account's conversations; empty while it is unknown. */
export async function readLinkBase(client: SupabaseClient, accountId: number): Promise<RowAnswer<string>> {
  const answer = await readRows(client.from('accounts').select('chatwoot_url, chatwoot_account_id').eq('id', accountId), Places)
  if (!answer.ok) return answer
  const [place] = answer.value
  return { ok: true, value: place ? `${place.chatwoot_url.replace(/\/+$/, '')}/app/accounts/${place.chatwoot_account_id}/conversations` : '' }
}

function failureOf({ code, hint }: { code: string, hint: string | null }, status: number): RowFailure {
  if (hint === 'last_admin') return 'last_admin'
  if (status === 0) return navigator.onLine ? 'unreachable' : 'offline'
  if (status === 401) return 'not_signed_in'
  if (status === 403 || code === '42501') return 'forbidden'
  return status === 400 ? 'invalid_request' : 'internal'
}

export type FailureWords = { from: 'panel', key: typeof PROBLEM_WORDS[FailureCode] } | { from: 'settings', key: SettingsKey }

/** Where the words of a failure stand. */
export function wordsOf(code: RowFailure): FailureWords {
  return code === 'last_admin' ? { from: 'settings', key: 'settings.people.last_admin' } : { from: 'panel', key: PROBLEM_WORDS[code] }
}
