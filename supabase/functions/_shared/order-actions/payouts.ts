import type { PayoutWord } from '../../../../shared/actions/payout.ts'
import type { Language } from '../../../../shared/contracts/judgement.ts'
import type { Work } from '../jobs.ts'
import type { OpenShop } from './rehearse.ts'
import { z } from 'zod'
import { payoutNote, payoutNotice } from '../../../../shared/actions/payout-words.ts'
import { nextPayoutLook } from '../../../../shared/actions/payout.ts'
import { ProblemError } from '../app.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { lookForPayout } from './payout.ts'
import { openShop } from './rehearse.ts'
import { ActionRow } from './rows.ts'

const BATCH = 20
const LEASE_SECONDS = 60

/**
 * Looks for the money of refunds that were on their way, and tells when it did not arrive: the conversation by a note, supervisors by
 * a notice, each once. Returns how many were looked for.
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
    await settle(row, null, 'en', work)
  }
}

async function settle(row: ActionRow, word: PayoutWord | null, language: Language, { admin, now }: Work): Promise<void> {
  const failed = word?.failed ?? null
  const whole = row.rehearsal.money?.amount ?? failed?.amount
  const told = failed && whole ? { id: row.id, orderName: row.order_name, failed: failed.amount, whole } : null
  const next = word?.isFinal ? null : nextPayoutLook(row.settled_at ?? now(), now())
  await callRpc(admin, 'settle_payout', {
    p_id: row.id,
    p_look: row.payout_looks,
    p_payout: word && { state: word.state, failedMinor: failed?.amount.minor ?? null, failedShopMinor: failed?.shop.minor ?? null },
    p_look_at: timestamp(next),
    p_note: told && payoutNote(told, language),
    p_notice: told && payoutNotice(told, language),
    p_now: timestamp(now()),
  }, z.boolean())
}
