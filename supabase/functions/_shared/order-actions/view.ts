import type { SupabaseClient } from '@supabase/supabase-js'
import type { PlacedAction } from '../../../../shared/contracts/order-action.ts'
import type { Work } from '../jobs.ts'
import type { ActionRow } from './rows.ts'
import { z } from 'zod'
import { ProblemError } from '../app.ts'

const Names = z.array(z.object({ id: z.number(), name: z.string() }))

/** Actions as people see them; `client` decides whose names may be read. */
export async function viewActions(rows: ActionRow[], client: SupabaseClient, now: number): Promise<PlacedAction[]> {
  const ids = [...new Set(rows.flatMap(row => row.decided_by ?? []))]
  const names = new Map<number, string>()
  if (ids.length) {
    const { data, error } = await client.from('agents').select('id, name').in('id', ids)
    if (error) throw new ProblemError('internal', { cause: error })
    for (const { id, name } of Names.parse(data)) names.set(id, name)
  }
  return rows.map(row => view(row, row.decided_by === null ? null : names.get(row.decided_by) ?? null, now))
}

export async function viewAction(row: ActionRow, { admin, now }: Work): Promise<PlacedAction> {
  const [action] = await viewActions([row], admin, now())
  if (!action) throw new ProblemError('internal')
  return action
}

function view(row: ActionRow, decidedBy: string | null, now: number): PlacedAction {
  const money = row.rehearsal.money?.amount ?? null
  const isHeld = row.locked_until !== null && row.locked_until > now
  return {
    id: row.id,
    conversationId: row.conversation_id,
    orderId: row.order_gid,
    orderName: row.order_name,
    kind: row.kind,
    state: row.state,
    code: row.code,
    detail: row.detail,
    reason: row.reason,
    requestedBy: row.requested_as,
    decidedBy,
    money,
    payout: row.payout && { state: row.payout, failed: money && row.failed_minor !== null ? { ...money, minor: row.failed_minor } : null },
    effects: row.rehearsal.effects,
    changes: row.changes,
    needsPerson: row.needs_person,
    canStop: !isHeld && row.doubts === 0 && (row.state === 'waiting_approval' || row.state === 'ready'),
    createdAt: row.created_at,
    settledAt: row.settled_at,
  }
}
