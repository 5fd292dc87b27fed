import type { SupabaseClient } from '@supabase/supabase-js'
import type { Notice } from '../../../shared/sla/notice.ts'
import type { OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { Language } from '../../../shared/contracts/judgement.ts'
import { ClockKind } from '../../../shared/contracts/sla.ts'
import { ProblemError } from './app.ts'

const Subject = z.union([z.object({ notificationId: z.number() }), z.object({ clockId: z.number() })])
const Turned = z.object({ kind: ClockKind, tier_name: z.string(), due_at: z.string().nullable(), contact_name: z.string() })
const Place = z.object({ language: Language, chatwoot_url: z.string(), chatwoot_account_id: z.number() })

/** What an effect tells of, in the account's language; refuses with `conversation_not_found` when it is gone. */
export async function readNotice(admin: SupabaseClient, row: OutboxRow): Promise<{ notice: Notice, language: Language }> {
  const [turned, account] = await Promise.all([
    readTurned(admin, row),
    one(admin.from('accounts').select('language, chatwoot_url, chatwoot_account_id').eq('id', row.account_id).maybeSingle()),
  ])
  const { language, chatwoot_url, chatwoot_account_id } = Place.parse(account)
  const link = `${chatwoot_url.replace(/\/+$/, '')}/app/accounts/${chatwoot_account_id}/conversations/${row.conversation_id}`
  const notice: Notice = {
    level: row.reason === 'sla_red' ? 'red' : 'yellow',
    kind: turned.kind,
    tierName: turned.tier_name,
    contactName: turned.contact_name,
    conversationId: row.conversation_id,
    dueAt: turned.due_at === null ? null : Date.parse(turned.due_at),
    link,
  }
  return { notice, language }
}

/** The address of who is to get a mail, or null when they have left. */
export async function readRecipient(admin: SupabaseClient, { account_id, agent_id }: OutboxRow): Promise<string | null> {
  const found = await one(admin
    .from('agents')
    .select('email')
    .match({ id: agent_id ?? 0, account_id })
    .is('removed_at', null)
    .maybeSingle())
  return z.object({ email: z.string() }).nullable().parse(found)?.email ?? null
}

async function readTurned(admin: SupabaseClient, { account_id, conversation_id, payload }: OutboxRow): Promise<z.infer<typeof Turned>> {
  const subject = Subject.parse(payload)
  if ('notificationId' in subject) {
    const noticed = admin.from('notifications').select('kind, tier_name, due_at, contact_name').match({ id: subject.notificationId, account_id })
    return Turned.parse(await one(noticed.maybeSingle()) ?? refuse())
  }
  const [clock, conversation] = await Promise.all([
    one(admin.from('sla_clocks').select('kind, tier_name, due_at').match({ id: subject.clockId, account_id }).maybeSingle()),
    one(admin.from('conversations').select('contact_id').match({ account_id, conversation_id }).maybeSingle()),
  ])
  const { contact_id } = z.object({ contact_id: z.number() }).parse(conversation ?? refuse())
  const contact = await one(admin.from('contacts').select('name').match({ account_id, contact_id }).maybeSingle())
  const { name } = z.object({ name: z.string() }).parse(contact ?? { name: '' })
  return Turned.parse({ ...z.looseObject({}).parse(clock ?? refuse()), contact_name: name })
}

function refuse(): never {
  throw new ProblemError('conversation_not_found')
}

async function one(query: PromiseLike<{ data: unknown, error: unknown }>): Promise<unknown> {
  const { data, error } = await query
  if (error) throw new ProblemError('internal', { cause: error })
  return data
}
