import type { SupabaseClient } from '@supabase/supabase-js'
import type { PayoutNotice } from '../../../shared/actions/payout-words.ts'
import type { MacroNotice } from '../../../shared/macros/notice.ts'
import type { Notice } from '../../../shared/sla/notice.ts'
import type { OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { payoutMail, payoutSlack } from '../../../shared/actions/payout-words.ts'
import { Language } from '../../../shared/contracts/judgement.ts'
import { ClockKind } from '../../../shared/contracts/sla.ts'
import { macroMail, macroSlack } from '../../../shared/macros/notice.ts'
import { ruleMail, ruleSlack } from '../../../shared/rules/notice.ts'
import { noticeMail, noticeSlack } from '../../../shared/sla/notice.ts'
import { ProblemError } from './app.ts'

const Told = z.object({ notificationId: z.number() })
const MacroPayload = z.object({ macroName: z.string(), agentIds: z.array(z.number()) })
const OfOrder = z.object({ orderName: z.string() })
// As many as the mail service takes.
const MOST_RECIPIENTS = 50
const Words = z.object({ words: z.string(), tier_name: z.string(), contact_name: z.string() })
const RunOfRule = z.object({ automation_rules: z.object({ definition: z.object({ name: z.string() }) }) })
const Subject = z.union([Told, z.object({ clockId: z.number() })])
const Turned = z.object({ kind: ClockKind, tier_name: z.string(), due_at: z.string().nullable(), contact_name: z.string() })
const Place = z.object({ language: Language, chatwoot_url: z.string(), chatwoot_account_id: z.number() })

/** The mail an effect stands for, in the account's language; refuses with `conversation_not_found` when what it tells of is gone. */
export async function readMail(admin: SupabaseClient, row: OutboxRow, now: number): Promise<{ subject: string, text: string }> {
  const place = await readPlace(admin, row)
  if (row.reason === 'macro') return macroMail(await readMacroNotice(admin, row, place.link), place.language)
  if (row.reason === 'money') return payoutMail(await readPayoutNotice(admin, row, place.link), place.language)
  if (row.reason !== 'rule') return noticeMail(await readNotice(admin, row, place.link), place.language, now)
  const { words, tier_name, contact_name } = await readWords(admin, row)
  const notice = { text: words, ruleName: tier_name, contactName: contact_name, conversationId: row.conversation_id, link: place.link }
  return ruleMail(notice, place.language)
}

/** The same for Slack. */
export async function readSlackText(admin: SupabaseClient, row: OutboxRow, now: number): Promise<string> {
  const place = await readPlace(admin, row)
  if (row.reason === 'macro') return macroSlack(await readMacroNotice(admin, row, place.link), place.language)
  if (row.reason === 'money') return payoutSlack(await readPayoutNotice(admin, row, place.link), place.language)
  if (row.reason !== 'rule') return noticeSlack(await readNotice(admin, row, place.link), place.language, now)
  const run = await one(admin.from('rule_runs').select('automation_rules (definition)').match({ id: row.rule_run_id ?? 0, account_id: row.account_id }).maybeSingle())
  const { automation_rules: { definition: { name } } } = RunOfRule.parse(run ?? refuse())
  const contactName = await readContactName(admin, row)
  const notice = { text: row.content, ruleName: name, contactName, conversationId: row.conversation_id, link: place.link }
  return ruleSlack(notice, place.language)
}

async function readWords(admin: SupabaseClient, { account_id, payload }: OutboxRow): Promise<z.infer<typeof Words>> {
  const { notificationId } = Told.parse(payload)
  const told = await one(admin.from('notifications').select('words, tier_name, contact_name').match({ id: notificationId, account_id }).maybeSingle())
  return Words.parse(told ?? refuse())
}

/** A mail is to one person and says what their notice says; Slack is told with the row itself. */
async function readPayoutNotice(admin: SupabaseClient, row: OutboxRow, link: string): Promise<PayoutNotice> {
  const about = { conversationId: row.conversation_id, link }
  if (row.effect === 'mail') {
    const { words, tier_name, contact_name } = await readWords(admin, row)
    return { text: words, orderName: tier_name, contactName: contact_name, ...about }
  }
  const { orderName } = OfOrder.parse(row.payload)
  return { text: row.content, orderName, contactName: await readContactName(admin, row), ...about }
}

async function readPlace(admin: SupabaseClient, row: OutboxRow): Promise<{ language: Language, link: string }> {
  const account = await one(admin.from('accounts').select('language, chatwoot_url, chatwoot_account_id').eq('id', row.account_id).maybeSingle())
  const { language, chatwoot_url, chatwoot_account_id } = Place.parse(account)
  return { language, link: `${chatwoot_url.replace(/\/+$/, '')}/app/accounts/${chatwoot_account_id}/conversations/${row.conversation_id}` }
}

async function readNotice(admin: SupabaseClient, row: OutboxRow, link: string): Promise<Notice> {
  const turned = await readTurned(admin, row)
  return {
    level: row.reason === 'sla_red' ? 'red' : 'yellow',
    kind: turned.kind,
    tierName: turned.tier_name,
    contactName: turned.contact_name,
    conversationId: row.conversation_id,
    dueAt: turned.due_at === null ? null : Date.parse(turned.due_at),
    link,
  }
}

async function readMacroNotice(admin: SupabaseClient, row: OutboxRow, link: string): Promise<MacroNotice> {
  const { macroName } = MacroPayload.parse(row.payload)
  return { text: row.content, macroName, contactName: await readContactName(admin, row), conversationId: row.conversation_id, link }
}

/** The addresses of who is to get a mail; none when all have left. */
export async function readRecipients(admin: SupabaseClient, { account_id, agent_id, reason, payload }: OutboxRow): Promise<string[]> {
  const ids = reason === 'macro' ? MacroPayload.parse(payload).agentIds : [agent_id ?? 0]
  const found = await one(admin
    .from('agents')
    .select('email')
    .eq('account_id', account_id)
    .in('id', ids)
    .is('removed_at', null)
    .order('id')
    .limit(MOST_RECIPIENTS))
  return z.array(z.object({ email: z.string() })).parse(found).map(({ email }) => email)
}

async function readTurned(admin: SupabaseClient, { account_id, conversation_id, payload }: OutboxRow): Promise<z.infer<typeof Turned>> {
  const subject = Subject.parse(payload)
  if ('notificationId' in subject) {
    const noticed = admin.from('notifications').select('kind, tier_name, due_at, contact_name').match({ id: subject.notificationId, account_id })
    return Turned.parse(await one(noticed.maybeSingle()) ?? refuse())
  }
  const clock = await one(admin.from('sla_clocks').select('kind, tier_name, due_at').match({ id: subject.clockId, account_id }).maybeSingle())
  const contact_name = await readContactName(admin, { account_id, conversation_id })
  return Turned.parse({ ...z.looseObject({}).parse(clock ?? refuse()), contact_name })
}

async function readContactName(admin: SupabaseClient, { account_id, conversation_id }: Pick<OutboxRow, 'account_id' | 'conversation_id'>): Promise<string> {
  const conversation = await one(admin.from('conversations').select('contact_id').match({ account_id, conversation_id }).maybeSingle())
  const { contact_id } = z.object({ contact_id: z.number() }).parse(conversation ?? refuse())
  const contact = await one(admin.from('contacts').select('name').match({ account_id, contact_id }).maybeSingle())
  return z.object({ name: z.string() }).parse(contact ?? { name: '' }).name
}

function refuse(): never {
  throw new ProblemError('conversation_not_found')
}

async function one(query: PromiseLike<{ data: unknown, error: unknown }>): Promise<unknown> {
  const { data, error } = await query
  if (error) throw new ProblemError('internal', { cause: error })
  return data
}
