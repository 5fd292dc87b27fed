import type { SupabaseClient } from '@supabase/supabase-js'
import type { SavedPolicy } from '../../../../shared/contracts/money-policy.ts'
import type { Work } from '../jobs.ts'
import { z } from 'zod'
import { defaultPolicy } from '../../../../shared/actions/policy.ts'
import { MoneyPolicy } from '../../../../shared/contracts/money-policy.ts'
import { ProblemError } from '../app.ts'
import { SHOP_CURRENCY_DOCUMENT } from './documents.ts'
import { openShop } from './rehearse.ts'

const Row = z.object({ version: z.number(), policy: MoneyPolicy })

/**
 * Who may give back how much in an account. What was said in another currency than the shop's does not count: its numbers would
 * mean something else.
 */
export async function readPolicy(client: SupabaseClient, accountId: number, currency: string | null): Promise<SavedPolicy> {
  const { data, error } = await client.from('money_policies').select('version, policy').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const saved = Row.safeParse(data).data
  if (saved && (currency === null || saved.policy.currency === currency)) return saved
  return { version: saved?.version ?? 0, policy: defaultPolicy(currency ?? 'USD') }
}

/** The currency the shop counts in; null where no shop is connected, or it does not answer. */
export async function readShopCurrency(accountId: number, work: Work): Promise<string | null> {
  try {
    const { shopify } = await openShop(accountId, work)
    return (await shopify.request(SHOP_CURRENCY_DOCUMENT, {}, z.object({ shop: z.object({ currencyCode: z.string() }) }))).shop.currencyCode
  }
  catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}
