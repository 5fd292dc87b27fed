import type { Role } from '../../../../shared/contracts/brief.ts'
import type { Language } from '../../../../shared/contracts/judgement.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import type { ActionRefusal, OrderAction, Rehearsal } from '../../../../shared/contracts/order-action.ts'
import type { Work } from '../jobs.ts'
import type { LabelDesk } from '../labels/desk.ts'
import type { Plan } from './kind.ts'
import type { Shopify, ShopOrder } from './order.ts'
import { z } from 'zod'
import { canonical } from '../../../../shared/actions/compare.ts'
import { readLimits } from '../../../../shared/actions/policy.ts'
import { loadAccount } from '../account.ts'
import { ProblemError } from '../app.ts'
import { digestText } from '../digest.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { openLabelDesk } from '../labels/desk.ts'
import { createShopify } from '../shopify.ts'
import { planAction } from './kinds.ts'
import { isOrderOf, readOrder } from './order.ts'
import { readPolicy } from './policy.ts'

/** Who wants something: a person of the account, or, without an agent, a macro that runs by itself with this role's limits. */
export interface Asker { agentId: number | null, name: string, role: Role }
export interface Asked {
  accountId: number
  conversationId: number
  who: Asker
  orderId: string
  action: OrderAction
}
export type Prepared =
  | { status: 'ready', rehearsal: Rehearsal, plan: Plan, dayLimit: number | null, approvalMinutes: number }
  | { status: 'refused', because: ActionRefusal, most: Money | null }

const Contact = z.object({ email: z.string().nullable(), phone: z.string().nullable() })

/** The client of an account's shop, and the language its notes are in. */
export interface OpenShop { shopify: Shopify, language: Language, labels: () => Promise<LabelDesk | null> }

/** Refuses with `shopify_refused` where no shop is connected. */
export async function openShop(accountId: number, { admin, fetch }: Work): Promise<OpenShop> {
  const account = await loadAccount(admin, accountId)
  const { shopify, language } = account
  if (!shopify) throw new ProblemError('shopify_refused', { detail: 'No shop is connected' })
  return { shopify: createShopify({ ...shopify, fetch }), language, labels: async () => openLabelDesk(admin, account, fetch) }
}

/** The order, when it is of who writes in this conversation; refuses with `conversation_not_found`. */
export async function readOwnOrder(
  { accountId, conversationId, orderId }: Pick<Asked, 'accountId' | 'conversationId' | 'orderId'>,
  shopify: Shopify,
  { admin }: Work,
): Promise<{ status: 'ready', order: ShopOrder } | { status: 'refused', because: ActionRefusal, most: null }> {
  const whose = { p_account_id: accountId, p_conversation_id: conversationId }
  const [[contact], order] = await Promise.all([
    callRpc(admin, 'contact_of_conversation', whose, z.array(Contact)),
    readOrder(shopify, orderId),
  ])
  if (!contact) throw new ProblemError('conversation_not_found')
  if (!order) return { status: 'refused', because: 'order_not_found', most: null }
  return isOrderOf(order, contact) ? { status: 'ready', order } : { status: 'refused', because: 'order_of_another', most: null }
}

/**
 * What an action would do now, with everything but its effect: the same code plans it when it is carried out. Throws what the
 * shop's client refuses with.
 */
export async function prepare(asked: Asked, { shopify, labels }: OpenShop, work: Work): Promise<Prepared> {
  const found = await readOwnOrder(asked, shopify, work)
  if (found.status === 'refused') return found
  const { order } = found
  const { accountId, conversationId, who, action } = asked
  const { admin, now } = work
  if (order.lineItems.pageInfo.hasNextPage && action.do !== 'discount') return { status: 'refused', because: 'too_many_lines', most: null }
  const { policy } = await readPolicy(admin, accountId, order.currencyCode)
  const hasPhoto = async () => hasSentPhoto({ accountId, conversationId }, admin)
  const planned = await planAction(action, { shopify, order, conversationId, now: now(), policy, hasPhoto, labels })
  if (planned.status === 'refused') return planned
  const { plan } = planned
  const today = await callRpc(admin, 'given_back_today', { p_account_id: accountId, p_agent_id: who.agentId, p_now: timestamp(now()) }, z.number())
  if ((plan.mostPercent ?? 0) > policy.mostPercent) return { status: 'refused', because: 'percent_too_large', most: null }
  const { daysSince } = plan
  const verdict = readLimits(policy, { role: who.role, sum: plan.money?.shop.minor ?? 0, today, daysSince })
  if (verdict.is === 'too_much') return { status: 'refused', because: 'sum_too_large', most: { minor: verdict.most, currency: policy.currency } }
  const isLate = daysSince !== null && daysSince > policy.returnDays
  return {
    status: 'ready',
    plan,
    dayLimit: plan.money ? policy.limits[who.role].day : null,
    approvalMinutes: policy.approvalMinutes,
    rehearsal: {
      orderId: order.id,
      orderName: order.name,
      kind: action.do,
      effects: isLate ? [{ is: 'late', days: daysSince, allowed: policy.returnDays }, ...plan.effects] : plan.effects,
      money: plan.money,
      second: verdict.is === 'second'
        ? { role: verdict.role, because: verdict.because }
        : plan.isException ? { role: policy.approverRole, because: 'exception' } : null,
      facts: plan.facts,
      digest: await digestOf(asked, plan),
      asOf: now(),
    },
  }
}

/** Stands for an action and the world it was planned in: another of either is another digest. */
async function digestOf({ orderId, action }: Asked, { facts, sameness }: Plan): Promise<string> {
  return digestText(canonical({ orderId, action, facts, sameness }))
}

/** Whether the customer has sent a picture. */
export async function hasSentPhoto({ accountId, conversationId }: Pick<Asked, 'accountId' | 'conversationId'>, admin: Work['admin']): Promise<boolean> {
  const { data, error } = await admin
    .from('messages')
    .select('message_id')
    .eq('account_id', accountId)
    .eq('conversation_id', conversationId)
    .eq('direction', 'incoming')
    .eq('is_deleted', false)
    .contains('attachments', JSON.stringify([{ kind: 'image' }]))
    .limit(1)
  if (error) throw new ProblemError('internal', { cause: error })
  return data.length > 0
}
