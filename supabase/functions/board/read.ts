import type { SupabaseClient } from '@supabase/supabase-js'
import type { Handling } from '../../../shared/board/forecast.ts'
import type { Waiting } from '../../../shared/board/queue.ts'
import type { Board, BoardRow } from '../../../shared/contracts/board.ts'
import { z } from 'zod'
import { forecastBreaks } from '../../../shared/board/forecast.ts'
import { orderOfWork } from '../../../shared/board/order.ts'
import { ConversationStatus, Priority } from '../../../shared/contracts/conversation.ts'
import { Category, DetectedLanguage } from '../../../shared/contracts/judgement.ts'
import { ClockKind } from '../../../shared/contracts/sla.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc } from '../_shared/jobs-rpc.ts'
import { readLinkBase } from '../_shared/link-base.ts'

const SHOWN = 200
// Fewer answers than these say more about chance than about the shop.
const ENOUGH = 30
const ASSUMED: Handling = { medianMs: 4 * 60_000, p90Ms: 12 * 60_000 }

const Instant = z.string().transform(text => Date.parse(text))
const WaitingRow = z.object({
  conversation_id: z.number(),
  contact_name: z.string(),
  subject: z.string().nullable(),
  snippet: z.string(),
  status: ConversationStatus,
  priority: Priority.nullable(),
  labels: z.array(z.string()),
  category: Category.nullable().catch(null),
  language: DetectedLanguage.nullable().catch(null),
  inbox_id: z.number(),
  inbox_name: z.string(),
  assignee_id: z.number().nullable(),
  assignee_name: z.string().nullable(),
  tier_name: z.string(),
  tier_position: z.number(),
  kind: ClockKind,
  started_at: Instant,
  warn_at: Instant.nullable(),
  due_at: Instant,
  total: z.number(),
})
type WaitingRow = z.infer<typeof WaitingRow>
const HandlingRow = z.object({ median_ms: z.number().nullable(), p90_ms: z.number().nullable(), sample: z.number() })
const PersonRow = z.object({ chatwoot_user_id: z.number(), name: z.string(), availability: z.string() })

/** The queue in the order that keeps the most promises; `supabase` is the caller's own client. */
export async function readBoard(supabase: SupabaseClient, accountId: number, now: number, random: () => number): Promise<Board> {
  const [rows, [times], people, linkBase] = await Promise.all([
    callRpc(supabase, 'board_rows', { p_account_id: accountId, p_limit: SHOWN }, z.array(WaitingRow)),
    callRpc(supabase, 'handling_times', { p_account_id: accountId }, z.array(HandlingRow)),
    readPeople(supabase, accountId),
    readLinkBase(supabase, accountId),
  ])
  const handling = measuredHandling(times)
  const desk = { agentIds: people.filter(({ availability }) => availability === 'online').map(({ chatwoot_user_id }) => chatwoot_user_id) }
  const known = new Map(rows.map(row => [row.conversation_id, row]))
  const waiting = rows.map(toWaiting)
  const order = orderOfWork(waiting, desk, handling, now)
  const breaks = forecastBreaks(order, desk, handling, now, random)
  const oldestFirst = waiting.toSorted((a, b) => a.waitingSince - b.waitingSince)
  const plain = forecastBreaks(oldestFirst, desk, handling, now, random)
  return {
    rows: order.flatMap(({ id }, index) => {
      const row = known.get(id)
      return row ? [toBoardRow(row, index + 1, breaks[index] ?? 1)] : []
    }),
    more: Math.max(0, (rows[0]?.total ?? 0) - rows.length),
    people: people.map(({ chatwoot_user_id, name, availability }) => ({
      id: chatwoot_user_id,
      name,
      isOnline: availability === 'online',
      open: rows.filter(({ assignee_id }) => assignee_id === chatwoot_user_id).length,
    })),
    expectedBreaks: { ours: sum(breaks), oldestFirst: sum(plain) },
    handling,
    linkBase,
    asOf: now,
  }
}

function measuredHandling(row: z.infer<typeof HandlingRow> | undefined): Board['handling'] {
  const isMeasured = Boolean(row?.median_ms && row.p90_ms && row.sample >= ENOUGH)
  return {
    medianMs: isMeasured && row?.median_ms ? row.median_ms : ASSUMED.medianMs,
    p90Ms: isMeasured && row?.p90_ms ? row.p90_ms : ASSUMED.p90Ms,
    sample: row?.sample ?? 0,
    isMeasured,
  }
}

async function readPeople(supabase: SupabaseClient, accountId: number) {
  const { data, error } = await supabase
    .from('agents')
    .select('chatwoot_user_id, name, availability')
    .eq('account_id', accountId)
    .is('removed_at', null)
    .order('name')
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(PersonRow).parse(data)
}

// The first tier's promise outweighs two of the next, as they are ordered by how much the shop wants to keep them.
function toWaiting(row: WaitingRow): Waiting {
  return {
    id: row.conversation_id,
    waitingSince: row.started_at,
    dueAt: row.due_at,
    weight: 1 / Math.max(1, row.tier_position),
    assigneeId: row.assignee_id,
  }
}

function toBoardRow(row: WaitingRow, rank: number, breakProbability: number): BoardRow {
  return {
    conversationId: row.conversation_id,
    contactName: row.contact_name,
    subject: row.subject,
    snippet: row.snippet,
    status: row.status,
    priority: row.priority,
    labels: row.labels,
    category: row.category,
    language: row.language,
    inbox: { id: row.inbox_id, name: row.inbox_name },
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    tierName: row.tier_name,
    kind: row.kind,
    clock: { startedAt: row.started_at, warnAt: row.warn_at, dueAt: row.due_at, stoppedAt: null, pause: null },
    breakProbability,
    rank,
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
