import type { Course, ShopSight, Turn } from '../../../../shared/actions/state.ts'
import type { Language } from '../../../../shared/contracts/judgement.ts'
import type { FactChange } from '../../../../shared/contracts/order-action.ts'
import type { Work } from '../jobs.ts'
import type { Written } from './kind.ts'
import type { Shopify } from './order.ts'
import type { OpenShop } from './rehearse.ts'
import { z } from 'zod'
import { differences } from '../../../../shared/actions/compare.ts'
import { nextPayoutLook } from '../../../../shared/actions/payout.ts'
import { writeReceipt } from '../../../../shared/actions/receipt.ts'
import { afterSight, afterWord } from '../../../../shared/actions/state.ts'
import { errorLabel, ProblemError } from '../app.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { lookForAction, sendAction } from './kinds.ts'
import { expectedPayout, lookForPayout } from './payout.ts'
import { openShop, prepare } from './rehearse.ts'
import { ActionRow } from './rows.ts'

const BATCH = 20
// Longer than every time-out on the way together, so that no second carrier starts while the first may still succeed.
const LEASE_SECONDS = 60
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 10 * 60_000

type Settled = Turn & { changes?: FactChange[], refusedCode?: string, ref?: string | null }
/** What is known of the money of an action that is done, and when to look for it again. */
interface Watched { payout: 'pending' | 'paid' | null, payoutLookAt: number | null }
/** `isProven`: the shop was asked just now, and surely did nothing. */
interface How { language: Language, isProven: boolean, shopify?: Shopify }
const UNWATCHED: Watched = { payout: null, payoutLookAt: null }

/**
 * Does what is due, or the one action, each at most once, whatever crashes in between. `fresh`: the action was planned in this
 * very moment in this shop, so its world is not read again. Returns how many were taken.
 */
export async function carryOutDue(work: Work, which: { id?: string, fresh?: OpenShop } = {}): Promise<number> {
  const { id = null, fresh } = which
  const args = { p_now: timestamp(work.now()), p_id: id, p_limit: BATCH, p_lease_seconds: LEASE_SECONDS }
  const rows = await callRpc(work.admin, 'claim_order_actions', args, z.array(ActionRow))
  const shops = new Map<number, Promise<OpenShop>>()
  for (const row of rows) {
    const opened = fresh ? Promise.resolve(fresh) : shops.get(row.account_id) ?? openShop(row.account_id, work)
    shops.set(row.account_id, opened)
    const shop = await opened.catch((error) => {
      if (error instanceof ProblemError) return error.code
      throw error
    })
    if (typeof shop === 'string') await settle(row, notDone(row, shop, work), { language: 'en', isProven: false }, work)
    else await carryOut(row, shop, Boolean(fresh), work)
  }
  return rows.length
}

async function carryOut(row: ActionRow, shop: OpenShop, isFresh: boolean, work: Work): Promise<void> {
  const { shopify, language } = shop
  const given = { id: row.id, orderId: row.order_gid, input: row.input, shopRef: row.shop_ref, detail: row.detail }
  const written: Written = { ...given, labels: shop.labels, fetch: work.fetch }
  const course: Course = { doubts: row.doubts, firstSentAt: row.first_sent_at, lastSentAt: row.last_sent_at, placedAt: row.created_at }

  // Asked for before, without a proof that it was not done: the shop says whether it was.
  if (row.doubts > 0) {
    const sight = await look(row, written, shopify)
    const turn = afterSight(sight, course, row.refused_code, work.now())
    if (turn.to !== 'again') return settle(row, turn, { language, isProven: false, shopify }, work)
  }
  else if (!isFresh) {
    const stop = await recheck(row, shop, work)
    if (stop) return settle(row, stop, { language, isProven: false }, work)
  }

  const mine = { p_id: row.id, p_attempt: row.attempts }
  if (!await callRpc(work.admin, 'note_order_action_sent', { ...mine, p_now: timestamp(work.now()) }, z.boolean())) return
  const remember = async (ref: string) => callRpc(work.admin, 'note_order_action_ref', { ...mine, p_ref: ref }, z.boolean())
  const word = await sendAction(row.kind, written, shopify, remember)
  const isRefusal = word.is === 'refused' || (word.is === 'not_executed' && word.isFinal)
  const turn = afterWord(word, course, work.now())
  await settle(row, {
    ...turn,
    ...isRefusal && turn.to === 'unknown' && { refusedCode: word.code },
    ...word.is === 'pending' && { ref: word.ref },
  }, { language, isProven: isRefusal || word.is === 'not_executed', shopify }, work)
}

async function look(row: ActionRow, written: Written, shopify: Shopify): Promise<ShopSight> {
  return lookForAction(row.kind, written, shopify).catch((error): ShopSight => ({ is: 'unseen', code: error instanceof ProblemError ? error.code : errorLabel(error) }))
}

/** Whether the world is still what was rehearsed; else why not, and what is different. */
async function recheck(row: ActionRow, shop: OpenShop, work: Work): Promise<Settled | null> {
  const who = { agentId: null, name: row.requested_as, role: 'admin' as const }
  const asked = { accountId: row.account_id, conversationId: row.conversation_id, who, orderId: row.order_gid, action: row.asked }
  try {
    const now = await prepare(asked, shop, work)
    if (now.status === 'refused') return { to: 'failed', code: now.because, detail: null }
    if (now.rehearsal.digest === row.digest) return null
    return { to: 'failed', code: 'order_changed', detail: null, changes: differences(row.rehearsal.facts, now.rehearsal.facts) }
  }
  catch (error) {
    if (error instanceof ProblemError) return notDone(row, error.code, work)
    throw error
  }
}

function notDone(row: ActionRow, code: string, { now }: Work): Turn {
  const course = { doubts: row.doubts, firstSentAt: row.first_sent_at, lastSentAt: row.last_sent_at, placedAt: row.created_at }
  return afterWord({ is: 'not_executed', code, waitMs: FIRST_WAIT_MS, isFinal: false }, course, now())
}

/** Whether the money of a refund that was just made is there, or on its way. What is not known is looked for again. */
async function watch(row: ActionRow, turn: Settled, shopify: Shopify | undefined, { now }: Work): Promise<Watched> {
  if (turn.to !== 'done' || !shopify || expectedPayout(row) === 0) return UNWATCHED
  const seen = await lookForPayout(row, turn.ref ?? row.shop_ref, shopify).catch((error) => {
    if (error instanceof ProblemError) return 'unseen' as const
    throw error
  })
  if (seen === 'unseen') return { payout: null, payoutLookAt: nextPayoutLook(now(), now()) }
  if (!seen) return UNWATCHED
  // What failed already is told of by whoever looks for money, in a note of its own.
  if (seen.state === 'failed') return { payout: 'pending', payoutLookAt: now() }
  return { payout: seen.state, payoutLookAt: seen.isFinal ? null : nextPayoutLook(now(), now()) }
}

async function settle(row: ActionRow, turn: Settled, how: How, work: Work): Promise<void> {
  const { admin, now } = work
  const watched = await watch(row, turn, how.shopify, work)
  const isOver = turn.to === 'done' || turn.to === 'failed'
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, Math.min(row.attempts, 10) - 2))
  const afterMs = 'afterMs' in turn ? Math.max(turn.afterMs, row.attempts > 1 ? backoff : 0) : 0
  await callRpc(admin, 'settle_order_action', {
    p_id: row.id,
    p_attempt: row.attempts,
    p_turn: { ...turn, payout: watched.payout, payoutLookAt: timestamp(watched.payoutLookAt) },
    p_proven: how.isProven,
    p_receipt: isOver ? await receiptOf(row, turn, watched, how.language, work) : null,
    p_run_after: timestamp(now() + Math.ceil(afterMs)),
    p_now: timestamp(now()),
  }, z.boolean())
}

async function receiptOf(row: ActionRow, turn: Turn, { payout }: Watched, language: Language, { admin }: Work): Promise<string> {
  const decidedBy = row.decided_by === null ? null : await nameOf(row.decided_by)
  const { id, kind, reason, requested_as, rehearsal, order_name } = row
  const facts = { id, kind, reason, orderName: order_name, requestedAs: requested_as, effects: rehearsal.effects, decidedBy, isPending: payout === 'pending' }
  return writeReceipt({ ...facts, state: turn.to, detail: 'detail' in turn ? turn.detail : null }, language)

  async function nameOf(agentId: number): Promise<string | null> {
    const { data, error } = await admin.from('agents').select('name').eq('id', agentId).maybeSingle()
    if (error) throw new ProblemError('internal', { cause: error })
    return z.object({ name: z.string() }).nullable().parse(data)?.name ?? null
  }
}
