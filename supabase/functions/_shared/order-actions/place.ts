import type { PlaceAction, PlaceAnswer, PlacedAction } from '../../../../shared/contracts/order-action.ts'
import type { Work } from '../jobs.ts'
import type { Asker, OpenShop } from './rehearse.ts'
import { z } from 'zod'
import { summarise } from '../../../../shared/actions/receipt.ts'
import { ProblemError } from '../app.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { carryOutDue } from './carry-out.ts'
import { openShop, prepare } from './rehearse.ts'
import { ActionRow } from './rows.ts'
import { viewAction } from './view.ts'

const Outcome = z.array(z.object({ outcome: z.enum(['placed', 'known', 'busy', 'over_day']), action: ActionRow.nullable() }))

export interface Placing extends PlaceAction { accountId: number, conversationId: number, who: Asker }

/**
 * Does with an order what was rehearsed: checks rights and limits, that the world is still the rehearsed one, writes the intent,
 * and carries it out unless a second person has to agree. The same `requestKey` is the same wish: asked again it answers what
 * became of the first, and refuses another wish under it with `idempotency_conflict`.
 */
export async function placeAction(placing: Placing, work: Work): Promise<PlaceAnswer> {
  const { accountId, conversationId, who, orderId, action, requestKey, reason, digest } = placing
  const before = await findByKey(placing, work)
  if (before) return { status: 'placed', action: await refuseOther(before, placing, work) }

  const shop = await openShop(accountId, work)
  const prepared = await prepare(placing, shop, work)
  if (prepared.status === 'refused') return prepared
  const { rehearsal, plan, dayLimit, approvalMinutes } = prepared
  if (rehearsal.digest !== digest) return { status: 'changed', rehearsal }

  const id = crypto.randomUUID()
  const [placed] = await callRpc(work.admin, 'place_order_action', {
    p_account_id: accountId,
    p_conversation_id: conversationId,
    p_request_key: requestKey,
    p_agent_id: who.agentId,
    p_agent_name: who.name,
    p_id: id,
    p_action: {
      order_gid: orderId,
      order_name: rehearsal.orderName,
      kind: action.do,
      asked: action,
      input: plan.freeze(id),
      rehearsal,
      digest,
      amount_minor: plan.money?.amount.minor ?? null,
      currency: plan.money?.amount.currency ?? null,
      shop_minor: plan.money?.shop.minor ?? null,
      shop_currency: plan.money?.shop.currency ?? null,
      reason,
    },
    p_second: rehearsal.second && { role: rehearsal.second.role, minutes: approvalMinutes },
    p_summary: summarise({ kind: action.do, orderName: rehearsal.orderName, money: plan.money?.amount ?? null }, shop.language),
    p_day_limit: dayLimit,
    p_now: timestamp(work.now()),
  }, Outcome)
  if (!placed?.action) return placed?.outcome === 'over_day' ? placeAgain(placing, shop, work) : Promise.reject(new ProblemError('internal'))
  if (placed.outcome === 'busy') return { status: 'busy', action: await viewAction(placed.action, work) }
  if (placed.outcome === 'known') return { status: 'placed', action: await refuseOther(placed.action, placing, work) }
  if (placed.action.state === 'ready') await carryOutDue(work, { id, fresh: shop })
  return { status: 'placed', action: await viewAction(await findById(id, work), work) }
}

// Two wishes at once were more than a day's sum: the later one is rehearsed again, and now needs a second person.
async function placeAgain(placing: Placing, shop: OpenShop, work: Work): Promise<PlaceAnswer> {
  const prepared = await prepare(placing, shop, work)
  return prepared.status === 'refused' ? prepared : { status: 'changed', rehearsal: prepared.rehearsal }
}

async function refuseOther(row: ActionRow, { conversationId, orderId, action }: Placing, work: Work): Promise<PlacedAction> {
  if (row.conversation_id !== conversationId || row.order_gid !== orderId || row.kind !== action.do) throw new ProblemError('idempotency_conflict')
  return viewAction(row, work)
}

async function findByKey({ accountId, requestKey }: Placing, { admin }: Work): Promise<ActionRow | null> {
  const { data, error } = await admin.from('order_actions').select().eq('account_id', accountId).eq('request_key', requestKey).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return data ? ActionRow.parse(data) : null
}
async function findById(id: string, { admin }: Work): Promise<ActionRow> {
  const { data, error } = await admin.from('order_actions').select().eq('id', id).single()
  if (error) throw new ProblemError('internal', { cause: error })
  return ActionRow.parse(data)
}
