import type { PayoutWord } from '../../../../shared/actions/payout.ts'
import type { Language } from '../../../../shared/contracts/judgement.ts'
import type { Work } from '../jobs.ts'
import type { OpenShop } from './rehearse.ts'
import { z } from 'zod'
import { payoutNote, payoutNotice, unknownPayoutNotice } from '../../../../shared/actions/payout-words.ts'
import { afterPayoutLook } from '../../../../shared/actions/payout.ts'
import { loadAccount } from '../account.ts'
import { ProblemError } from '../app.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { expectedPayout, lookForPayout } from './payout.ts'
import { openShop } from './rehearse.ts'
import { ActionRow } from './rows.ts'

const BATCH = 20
const LEASE_SECONDS = 60

/**
 * Looks for the money of refunds that were on their way, and tells, each once, when it did not arrive: the conversation by a note,
 * supervisors by a notice; and whose refund it is when it is not known after a week. Returns how many were looked for.
 */
export async function followPayouts(work: Work): Promise<number> {
  const args = { p_now: timestamp(work.now()), p_limit: BATCH, p_lease_seconds: LEASE_SECONDS }
  const rows = await callRpc(work.admin, 'claim_payouts', args, z.array(ActionRow))
  const shops = new Map<number, Promise<OpenShop>>()
  for (const row of rows) {
    const opened = shops.get(row.account_id) ?? openShop(row.account_id, work)
    shops.set(row.account_id, opened)
    await follow(row, opened, work)
  }
  return rows.length
}

async function follow(row: ActionRow, opened: Promise<OpenShop>, work: Work): Promise<void> {
  try {
    const { shopify, language } = await opened
    await settle(row, await lookForPayout(row, row.shop_ref, shopify), language, work)
  }
  catch (error) {
    if (!(error instanceof ProblemError) || error.code === 'internal') throw error
    const { language } = await loadAccount(work.admin, row.account_id)
    await settle(row, 'unseen', language, work)
  }
}

async function settle(row: ActionRow, seen: PayoutWord | null | 'unseen', language: Language, { admin, now }: Work): Promise<void> {
  const word = seen === 'unseen' ? null : seen
  const course = { payout: row.payout, looks: row.payout_looks, settledAt: row.settled_at ?? now() }
  const { state, lookAt } = afterPayoutLook(seen, course, now())
  const failed = word?.failed ?? null
  const whole = row.rehearsal.money?.amount ?? failed?.amount
  const told = failed && whole ? { id: row.id, orderName: row.order_name, failed: failed.amount, whole } : null
  const open = state === 'unknown' && whole ? { orderName: row.order_name, whole: { ...whole, minor: expectedPayout(row) } } : null
  await callRpc(admin, 'settle_payout', {
    p_id: row.id,
    p_look: row.payout_looks,
    p_payout: word || open ? { state, failedMinor: failed?.amount.minor ?? null, failedShopMinor: failed?.shop.minor ?? null } : null,
    p_look_at: timestamp(lookAt),
    p_note: told && payoutNote(told, language),
    p_notice: told ? payoutNotice(told, language) : open && unknownPayoutNotice(open, language),
    p_now: timestamp(now()),
  }, z.boolean())
}
