import type { UndoPart } from '../../../shared/contracts/macro-undo.ts'
import type { Work } from './jobs.ts'
import type { Delivery, OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { UndoPart as Part } from '../../../shared/contracts/macro-undo.ts'
import { loadAccount } from './account.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'
import { beforeOf } from './macro-before.ts'
import { readCode } from './macro-codes.ts'
import { DEACTIVATE_DISCOUNT_DOCUMENT } from './order-actions/documents.ts'
import { toWord } from './order-actions/kind.ts'
import { openShop } from './order-actions/rehearse.ts'

const TRIES = 3
const DONE = { outcome: 'sent', messageId: null } as const satisfies Delivery
const CHANGED = { outcome: 'refused', code: 'changed_since' } as const satisfies Delivery
const Deactivated = z.object({
  discountCodeDeactivate: z.object({ userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })) }),
})

/**
 * Takes one thing back that a run of a macro did. The world is read first: what is back already is done, and what somebody changed
 * since stays. So doing it twice is doing it once.
 */
export async function undoPart(row: OutboxRow, work: Work): Promise<Delivery> {
  const part = Part.parse(row.payload)
  if (part.part === 'code') return switchOff(row, part, work)
  const { chatwoot: access } = await loadAccount(work.admin, row.account_id)
  const chatwoot = createChatwoot({ ...access, fetch: work.fetch })
  const at = row.conversation_id
  const is = beforeOf(await chatwoot.conversation(at))
  const set = async <T>(current: T, { from, to }: { from: T, to: T }, write: () => Promise<unknown>): Promise<Delivery> => {
    if (current === to) return DONE
    if (current !== from) return CHANGED
    await write()
    return DONE
  }
  switch (part.part) {
    case 'labels': return takeOff(at, part.labels, chatwoot)
    case 'priority': return set(is.priority, part, async () => chatwoot.setPriority(at, part.to))
    case 'team': return set(is.teamId, part, async () => chatwoot.assign(at, { teamId: part.to }))
    case 'assignee': return set(is.assigneeId, part, async () => chatwoot.assign(at, { agentId: part.to }))
    case 'status': return set(is.status, part, async () => chatwoot.toggleStatus(at, part.to, part.snoozedUntil ?? undefined))
    // Asked for as an action with the order, never here.
    case 'release': return { outcome: 'refused', code: 'internal' }
  }
}

// Chatwoot replaces labels whole, so they are read, written without ours, and read again.
async function takeOff(at: number, unwanted: string[], chatwoot: ReturnType<typeof createChatwoot>): Promise<Delivery> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { labels } = await chatwoot.conversation(at)
    const kept = labels.filter(label => !unwanted.includes(label))
    if (kept.length === labels.length) return DONE
    await chatwoot.setLabels(at, kept).catch((error) => {
      if (!(error instanceof UnknownOutcome)) throw error
    })
  }
  const { labels } = await chatwoot.conversation(at)
  return labels.some(label => unwanted.includes(label)) ? { outcome: 'unknown', code: 'chatwoot_unreachable' } : DONE
}

async function switchOff(row: OutboxRow, { code, actionId }: Extract<UndoPart, { part: 'code' }>, work: Work): Promise<Delivery> {
  const { shopify } = await openShop(row.account_id, work)
  const found = await readCode(code, actionId, shopify)
  if (found === 'used') return { outcome: 'refused', code: 'code_used' }
  if (found === 'gone') return DONE
  const told = await shopify.tell(DEACTIVATE_DISCOUNT_DOCUMENT, { id: found.id }, Deactivated)
  const errorsOf = ({ discountCodeDeactivate: { userErrors } }: z.infer<typeof Deactivated>) => userErrors
  const word = toWord(told, errorsOf, () => ({ is: 'done', ref: null, detail: null }))
  if (word.is === 'done') return DONE
  if (word.is === 'refused') return { outcome: 'refused', code: word.code }
  if (word.is === 'not_executed') return word.isFinal ? { outcome: 'refused', code: word.code } : { outcome: 'busy', code: word.code }
  return { outcome: 'unknown', code: 'shopify_unreachable' }
}
