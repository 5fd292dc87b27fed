import type { SupabaseClient } from '@supabase/supabase-js'
import type { ShopifyShop } from './account.ts'
import type { ShopQuestion } from './shop-view.ts'
import { z } from 'zod'
import { ShopView } from '../../../shared/contracts/order.ts'
import { findOrderNumbers } from '../../../shared/orders/order-reference.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readShopView } from './shop-view.ts'

const SECOND = 1_000
/**
 * Who needs the shop's latest word (an agent opens a conversation), and who the one that was just seen: a view that follows its
 * conversation's messages, and drafts of what the agent looks at; in ms. What we change in the shop ourselves is forgotten at once.
 * `takesTold`: what the shop has told to be old is better than nothing for a person who sees that it is; nothing is written or done
 * from it.
 */
export const SHOP_PATIENCE = {
  look: { reuse: 0, fallBack: 86_400 * SECOND, takesTold: true },
  follow: { reuse: 60 * SECOND, fallBack: 86_400 * SECOND, takesTold: true },
  draft: { reuse: 60 * SECOND, fallBack: 600 * SECOND, takesTold: false },
} as const

interface Asking {
  admin: SupabaseClient
  accountId: number
  conversationId: number
  shop: ShopifyShop
  fetch?: typeof fetch
  question: ShopQuestion
  reuse: number
  fallBack: number
  takesTold: boolean
}
const Kept = z.object({
  view: ShopView,
  as_of: z.string().transform(text => Date.parse(text)),
  told_at: z.string().nullable().transform(text => text === null ? null : Date.parse(text)),
})

/**
 * What the shop says of who writes in this conversation. Its last word is kept: it is taken again while it is younger than
 * `reuse`, and when the shop is busy or does not answer, as `outdated`, while it is younger than `fallBack`. Once the shop has told of
 * a change it is no answer any more, and as a fallback it says so.
 */
export async function readConversationShop(asking: Asking): Promise<ShopView> {
  const { shop, question, reuse, fallBack, takesTold } = asking
  const kept = reuse > 0 ? await recall(asking, reuse) : null
  if (kept && !kept.isTold) return kept.view
  const view = await readShopView({ ...shop, fetch: asking.fetch }, question)
  if (view.status === 'ready') await keep(asking, view)
  if (view.status !== 'failed' || (view.code !== 'shopify_busy' && view.code !== 'shopify_unreachable')) return view
  const last = await recall(asking, fallBack)
  if (last?.view.status !== 'ready' || (last.isTold && !takesTold)) return view
  return { ...last.view, outdated: view.code, mayHaveChanged: last.isTold }
}

async function recall(
  { admin, accountId, conversationId, ...asking }: Asking,
  youngerThan: number,
): Promise<{ view: ShopView, isTold: boolean } | null> {
  const { data, error } = await admin
    .from('shop_views')
    .select('view, as_of, told_at')
    .eq('account_id', accountId)
    .eq('conversation_id', conversationId)
    .eq('asked', askedOf(asking))
    .gt('as_of', timestamp(asking.question.now - youngerThan))
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const kept = Kept.safeParse(data).data
  return kept ? { view: kept.view, isTold: kept.told_at !== null && kept.told_at >= kept.as_of } : null
}

async function keep({ admin, accountId, conversationId, ...asking }: Asking, view: ShopView): Promise<void> {
  const told = { p_asked: askedOf(asking), p_view: view, p_as_of: timestamp(asking.question.now) }
  await callRpc(admin, 'keep_shop_view', { p_account_id: accountId, p_conversation_id: conversationId, ...told }, z.unknown())
}

function askedOf({ shop, question: { email, phone, text } }: Pick<Asking, 'shop' | 'question'>): string {
  return JSON.stringify([shop.baseUrl, shop.shop, email, phone, findOrderNumbers(text)])
}
