import type { ShopSight, ShopWord } from '../../../../shared/actions/state.ts'
import type { Remember } from './kind.ts'
import type { Shopify } from './order.ts'
import { z } from 'zod'
import { quoteSearch } from '../shopify.ts'
import { BothMoney, nodes } from './order.ts'
import {
  DRAFT_COMPLETE_DOCUMENT,
  DRAFT_CREATE_DOCUMENT,
  DRAFT_DELETE_DOCUMENT,
  DRAFT_DOCUMENT,
  DRAFTS_BY_TAG_DOCUMENT,
} from './replacement-documents.ts'

const Errors = z.array(z.object({ message: z.string() }))
const Draft = z.object({
  id: z.string(),
  status: z.string(),
  ready: z.boolean(),
  totalPriceSet: BothMoney,
  order: z.object({ id: z.string(), name: z.string() }).nullish(),
})
type Draft = z.infer<typeof Draft>
const Created = z.object({ draftOrderCreate: z.object({ draftOrder: Draft.nullish(), userErrors: Errors }) })
const Completed = z.object({ draftOrderComplete: z.object({ draftOrder: Draft.nullish(), userErrors: Errors }) })
const Deleted = z.object({ draftOrderDelete: z.object({ userErrors: Errors }) })
const One = z.object({ draftOrder: Draft.nullish() })
const Tagged = z.object({ draftOrders: nodes(Draft), orders: nodes(z.object({ id: z.string(), name: z.string() })) })

/** The mark of an action on a draft and on the order that it becomes: a tag holds forty characters. */
export function refTagOf(id: string): string {
  return `pw-${id.replaceAll('-', '')}`
}

interface Course { id: string, shopRef: string | null }

/** One step after the other; each but the last can be done again, and the last is done to the one draft that was written down. */
export async function completeDraft(course: Course & { input: object }, shopify: Shopify, remember: Remember): Promise<ShopWord> {
  const opened = await openDraft(course, shopify)
  if ('is' in opened) return opened
  const { draft } = opened
  if (draft.status === 'COMPLETED') return doneWith(draft)
  if (draft.totalPriceSet.amount.minor !== 0 || draft.totalPriceSet.shop.minor !== 0) {
    await shopify.tell(DRAFT_DELETE_DOCUMENT, { id: draft.id }, Deleted)
    return { is: 'refused', code: 'not_free', detail: null }
  }
  if (!await remember(draft.id)) return { is: 'unknown', code: 'in_progress' }
  if (!draft.ready) return { is: 'pending', ref: draft.id }
  const told = await shopify.tell(DRAFT_COMPLETE_DOCUMENT, { id: draft.id }, Completed)
  if (told.is !== 'answered') return told
  const { draftOrder, userErrors: [error] } = told.value.draftOrderComplete
  // A refusal may be that it was completed before: the draft itself says so.
  if (error && await isComplete(draft.id, shopify)) return { is: 'unknown', code: 'in_progress' }
  if (error) return { is: 'refused', code: 'shop_refused', detail: error.message }
  return draftOrder?.order ? doneWith(draftOrder) : { is: 'pending', ref: draft.id }
}

/** What became of it, by the draft's own id; by its tag while no id was written down. */
export async function lookForDraft({ id, shopRef }: Course, shopify: Shopify): Promise<ShopSight> {
  if (shopRef) {
    const { draftOrder } = await shopify.request(DRAFT_DOCUMENT, { id: shopRef }, One)
    if (draftOrder) return draftOrder.status === 'COMPLETED' ? doneWith(draftOrder) : { is: 'absent' }
  }
  const { draftOrders, orders: [order] } = await shopify.request(DRAFTS_BY_TAG_DOCUMENT, { query: `tag:${quoteSearch(refTagOf(id))}` }, Tagged)
  const draft = draftOrders.find(({ status }) => status === 'COMPLETED')
  if (draft) return doneWith(draft)
  if (order) return { is: 'done', ref: order.id, detail: order.name }
  return shopRef ? { is: 'gone', code: 'draft_gone', detail: null } : { is: 'absent' }
}

async function openDraft({ id, shopRef, input }: Course & { input: object }, shopify: Shopify): Promise<{ draft: Draft } | ShopWord> {
  if (shopRef) {
    const told = await shopify.tell(DRAFT_DOCUMENT, { id: shopRef }, One)
    if (told.is !== 'answered') return told
    return told.value.draftOrder ? { draft: told.value.draftOrder } : { is: 'refused', code: 'draft_gone', detail: null }
  }
  const found = await shopify.tell(DRAFTS_BY_TAG_DOCUMENT, { query: `tag:${quoteSearch(refTagOf(id))}` }, Tagged)
  if (found.is !== 'answered') return found
  const [earlier] = found.value.draftOrders
  if (earlier) return { draft: earlier }
  const told = await shopify.tell(DRAFT_CREATE_DOCUMENT, { input }, Created)
  if (told.is !== 'answered') return told
  const { draftOrder, userErrors: [error] } = told.value.draftOrderCreate
  if (error) return { is: 'refused', code: 'shop_refused', detail: error.message }
  return draftOrder ? { draft: draftOrder } : { is: 'unknown', code: 'shopify_unreachable' }
}

async function isComplete(id: string, shopify: Shopify): Promise<boolean> {
  const told = await shopify.tell(DRAFT_DOCUMENT, { id }, One)
  return told.is !== 'answered' || told.value.draftOrder?.status === 'COMPLETED'
}

function doneWith({ id, order }: Draft) {
  return { is: 'done' as const, ref: id, detail: order?.name ?? null }
}
