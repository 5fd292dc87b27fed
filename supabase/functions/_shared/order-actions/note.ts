import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { Kind } from './kind.ts'
import { z } from 'zod'
import { markOf, refuse, toWord } from './kind.ts'
import { NOTE_DOCUMENT, ORDER_NOTE_DOCUMENT, TAGS_ADD_DOCUMENT, TAGS_REMOVE_DOCUMENT } from './note-documents.ts'

const LONGEST = 5_000
const Read = z.object({ order: z.object({ note: z.string().nullish(), tags: z.array(z.string()) }).nullish() })
const Step = z.object({ userErrors: z.array(z.object({ message: z.string() })) })
const Written = z.object({ orderUpdate: Step })
const Added = z.object({ tagsAdd: Step })
const Removed = z.object({ tagsRemove: Step })
const Input = z.object({ addition: z.string(), addTags: z.array(z.string()), removeTags: z.array(z.string()) })

const DONE = { is: 'done', ref: null, detail: null } as const
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
const hasTag = (tags: string[], tag: string) => tags.some(one => isSame(one, tag))

/**
 * A text under the note that is there, and tags. The mark in the note tells that ours is in it; tags that are there are not added
 * twice. Writing a note replaces it, so it is read right before.
 */
export const note: Kind<'note'> = {
  async plan({ text, addTags, removeTags }, { order, conversationId }) {
    const added = addTags.filter(tag => !hasTag(order.tags, tag))
    const removed = order.tags.filter(tag => hasTag(removeTags, tag) && !hasTag(addTags, tag))
    if (!text && !added.length && !removed.length) return refuse('nothing_asked')
    const additionOf = (id: string) => text ? `${text}\nPitwall, conversation ${conversationId} ${markOf(id)}` : ''
    if (joined(order.note, additionOf(crypto.randomUUID())).length > LONGEST) return refuse('note_too_long')
    const effects: ActionEffect[] = [
      ...text ? [{ is: 'noted' as const, text }] : [],
      ...added.length ? [{ is: 'tagged' as const, tags: added }] : [],
      ...removed.length ? [{ is: 'untagged' as const, tags: removed }] : [],
    ]
    const plan = { effects, money: null, daysSince: null, facts: {}, sameness: null }
    return { status: 'ready', plan: { ...plan, freeze: id => ({ addition: additionOf(id), addTags: added, removeTags: removed }) } }
  },

  async send({ id, orderId, input }, shopify) {
    const { addition, addTags, removeTags } = Input.parse(input)
    const read = await shopify.tell(ORDER_NOTE_DOCUMENT, { id: orderId }, Read)
    if (read.is !== 'answered') return read
    if (!read.value.order) return { is: 'refused', code: 'order_not_found', detail: null }
    const { note: before } = read.value.order
    const steps: (() => Promise<ShopWord>)[] = []
    if (addition && !before?.includes(markOf(id))) {
      const variables = { input: { id: orderId, note: joined(before, addition) } }
      steps.push(async () => {
        const told = await shopify.tell(NOTE_DOCUMENT, variables, Written)
        return toWord(told, ({ orderUpdate }) => orderUpdate.userErrors, () => DONE)
      })
    }
    if (addTags.length) {
      const variables = { id: orderId, tags: addTags }
      steps.push(async () => {
        const told = await shopify.tell(TAGS_ADD_DOCUMENT, variables, Added)
        return toWord(told, ({ tagsAdd }) => tagsAdd.userErrors, () => DONE)
      })
    }
    if (removeTags.length) {
      const variables = { id: orderId, tags: removeTags }
      steps.push(async () => {
        const told = await shopify.tell(TAGS_REMOVE_DOCUMENT, variables, Removed)
        return toWord(told, ({ tagsRemove }) => tagsRemove.userErrors, () => DONE)
      })
    }
    // What stops in the middle is in doubt as a whole, and goes on from the start.
    for (const [index, step] of steps.entries()) {
      const word = await step()
      if (word.is !== 'done') return index > 0 ? { is: 'unknown', code: 'code' in word ? word.code : 'in_progress' } : word
    }
    return DONE
  },

  async look({ id, orderId, input }, shopify) {
    const { addition, addTags, removeTags } = Input.parse(input)
    const { order } = await shopify.request(ORDER_NOTE_DOCUMENT, { id: orderId }, Read)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const isNoted = !addition || Boolean(order.note?.includes(markOf(id)))
    const isTagged = addTags.every(tag => hasTag(order.tags, tag)) && !removeTags.some(tag => hasTag(order.tags, tag))
    return isNoted && isTagged ? DONE : { is: 'absent' }
  },
}

function joined(before: string | null | undefined, addition: string): string {
  return [before?.trimEnd(), addition].filter(Boolean).join('\n\n')
}
