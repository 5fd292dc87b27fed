import type { SupabaseClient } from '@supabase/supabase-js'
import type { Assignment as KnownAssignment } from '../../../shared/contracts/assignment.ts'
import type { BriefClock } from '../../../shared/contracts/brief.ts'
import type { EarlierConversation } from '../../../shared/contracts/conversation.ts'
import { z } from 'zod'
import { Assignment } from '../../../shared/contracts/assignment.ts'
import { ConversationStatus } from '../../../shared/contracts/conversation.ts'
import { Category, DetectedLanguage } from '../../../shared/contracts/judgement.ts'
import { ClockKind } from '../../../shared/contracts/sla.ts'
import { ProblemError } from './app.ts'

const EARLIER = 10
const SNIPPET = 160
const Instant = z.string().transform(text => Date.parse(text))
const ClockRow = z.object({
  kind: ClockKind,
  tier_name: z.string(),
  target_seconds: z.number(),
  started_at: Instant,
  warn_at: Instant.nullable(),
  due_at: Instant.nullable(),
  stopped_at: Instant.nullable(),
  paused_at: Instant.nullable(),
  resumes_at: Instant.nullable(),
  remaining_ms: z.number().nullable(),
}).transform((row): BriefClock => ({
  kind: row.kind,
  tierName: row.tier_name,
  targetSeconds: row.target_seconds,
  clock: {
    startedAt: row.started_at,
    warnAt: row.warn_at,
    dueAt: row.due_at,
    stoppedAt: row.stopped_at,
    pause: row.paused_at === null ? null : { since: row.paused_at, until: row.resumes_at, remainingMs: row.remaining_ms ?? 0 },
  },
}))
const CLOCK_COLUMNS = 'kind, tier_name, target_seconds, started_at, warn_at, due_at, stopped_at, paused_at, resumes_at, remaining_ms'
// Three run at most; of the hundreds that stopped in a long conversation the last few will do.
const CLOCKS = 20
const Judged = z.object({
  category: Category.nullable().catch(null),
  category_confidence: z.number(),
  category_evidence: z.array(z.string()),
  category_version: z.string().nullable(),
  language: DetectedLanguage.nullable().catch(null),
  language_confidence: z.number(),
  language_evidence: z.array(z.string()),
  language_version: z.string().nullable(),
})
const AssignmentRow = Assignment.omit({ at: true }).extend({ created_at: Instant, chatwoot_user_id: z.number().nullable() })
const EarlierRow = z.object({
  conversation_id: z.number(),
  status: ConversationStatus,
  labels: z.array(z.string()),
  language: DetectedLanguage.nullable().catch(null),
  last_activity_at: Instant,
})
const SpokenRow = z.object({ conversation_id: z.number(), content: z.string() })
const NamedRows = z.array(z.object({ name: z.string() }))

export interface Reader { supabase: SupabaseClient, accountId: number, conversationId: number }

/** The promises of a conversation: those that run, and of each kind the last that stopped; none before the first event arrived. */
export async function readClocks({ supabase, accountId, conversationId }: Reader): Promise<BriefClock[]> {
  const rows = z.array(ClockRow).parse(await one(supabase
    .from('sla_clocks')
    .select(CLOCK_COLUMNS)
    .match({ account_id: accountId, conversation_id: conversationId })
    .order('stopped_at', { ascending: false, nullsFirst: true })
    .limit(CLOCKS)))
  return ClockKind.options.flatMap(kind => rows.find(row => row.kind === kind) ?? [])
}

/** How much waits for a person's approval in a conversation. */
export async function countWaiting({ supabase, accountId, conversationId }: Reader, now: number): Promise<number> {
  const { count, error } = await supabase
    .from('approvals')
    .select('id', { count: 'exact', head: true })
    .match({ account_id: accountId, conversation_id: conversationId, state: 'waiting' })
    .gt('due_at', new Date(now).toISOString())
  if (error) throw new ProblemError('internal', { cause: error })
  return count ?? 0
}

/** Why the person who has it has it, or why nobody has; null where Pitwall's last word is not how it stands. */
export async function readAssignment(
  { supabase, accountId, conversationId }: Reader,
  assigneeId: number | null,
): Promise<KnownAssignment | null> {
  const row = AssignmentRow.safeParse(await one(supabase
    .from('assignments')
    .select('state, because, decision, created_at, chatwoot_user_id')
    .match({ account_id: accountId, conversation_id: conversationId })
    .order('id', { ascending: false })
    .limit(1)
    .maybeSingle()))
  if (!row.success) return null
  const { chatwoot_user_id, created_at, ...assignment } = row.data
  const stands = assigneeId === null
    ? assignment.state === 'waiting' || assignment.state === 'refused'
    : assignment.state === 'done' && chatwoot_user_id === assigneeId
  return stands ? { ...assignment, at: created_at } : null
}

/** What the judges said when it arrived. */
export async function readJudgements({ supabase, accountId, conversationId }: Reader) {
  const row = await one(supabase
    .from('conversations')
    .select('category, category_confidence, category_evidence, category_version, language, language_confidence, language_evidence, language_version')
    .match({ account_id: accountId, conversation_id: conversationId })
    .maybeSingle())
  return Judged.nullable().parse(row)
}

/** The contact's other conversations, the latest first, each with the first thing the customer said. */
export async function readEarlier({ supabase, accountId, conversationId }: Reader, contactId: number) {
  const rows = z.array(EarlierRow).parse(await one(supabase
    .from('conversations')
    .select('conversation_id, status, labels, language, last_activity_at')
    .match({ account_id: accountId, contact_id: contactId })
    .neq('conversation_id', conversationId)
    .is('deleted_at', null)
    .order('last_activity_at', { ascending: false })
    .limit(EARLIER)))
  const spoken = rows.length
    ? z.array(SpokenRow).parse(await one(supabase
        .from('messages')
        .select('conversation_id, content')
        .eq('account_id', accountId)
        .in('conversation_id', rows.map(row => row.conversation_id))
        .eq('direction', 'incoming')
        .order('message_id')
        .limit(200)))
    : []
  const earlier = rows.map((row): EarlierConversation => ({
    conversationId: row.conversation_id,
    status: row.status,
    labels: row.labels,
    snippet: spoken.find(message => message.conversation_id === row.conversation_id)?.content.slice(0, SNIPPET) ?? '',
    lastActivityAt: row.last_activity_at,
  }))
  return { earlier, language: rows.find(row => row.language)?.language ?? null }
}

interface Ids { inboxId: number, assigneeId: number | null, teamId: number | null }

/** Names for ids; a person who left keeps theirs. */
export async function readNames({ supabase, accountId }: Reader, ids: Ids) {
  const [inboxes, agents, teams] = await Promise.all([
    one(supabase.from('inboxes').select('name, channel').match({ account_id: accountId, inbox_id: ids.inboxId })),
    ids.assigneeId === null ? [] : one(supabase.from('agents').select('name').match({ account_id: accountId, chatwoot_user_id: ids.assigneeId })),
    ids.teamId === null ? [] : one(supabase.from('teams').select('name').match({ account_id: accountId, team_id: ids.teamId })),
  ])
  const [inbox] = z.array(z.object({ name: z.string(), channel: z.string() })).parse(inboxes)
  const [assignee] = NamedRows.parse(agents)
  const [team] = NamedRows.parse(teams)
  return {
    inbox: { id: ids.inboxId, name: inbox?.name ?? '', channel: inbox?.channel ?? '' },
    assignee: ids.assigneeId === null ? null : { id: ids.assigneeId, name: assignee?.name ?? '' },
    team: ids.teamId === null ? null : { id: ids.teamId, name: team?.name ?? '' },
  }
}

async function one(query: PromiseLike<{ data: unknown, error: unknown }>): Promise<unknown> {
  const { data, error } = await query
  if (error) throw new ProblemError('internal', { cause: error })
  return data
}
