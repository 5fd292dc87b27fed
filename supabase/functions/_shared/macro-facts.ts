import type { ActionOrder } from '../../../shared/contracts/action-order.ts'
import type { MacroAnswers } from '../../../shared/contracts/macro.ts'
import type { MacroFacts } from '../../../shared/macros/facts.ts'
import type { BriefQuestion } from './brief.ts'
import type { Caller } from './caller.ts'
import { collectFacts, orderOf } from '../../../shared/drafts/facts.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { readBrief } from './brief.ts'
import { openLabelDesk } from './labels/desk.ts'
import { readMailer } from './mail.ts'
import { describeOrder } from './order-actions/describe.ts'
import { readRuleFacts } from './rule-rows.ts'
import { readSlack } from './slack.ts'
import { readSupervisors } from './supervisors.ts'
import { readTimeZone } from './time-zone.ts'
import { readWebhooks } from './webhooks.ts'

interface Given { answers: MacroAnswers, orderId: string | undefined, asksOrder?: boolean, needsShop?: boolean }

/**
 * What a macro sees of a conversation now: Chatwoot and the shop as they are, the rest as the read model knows it. `asksOrder`: what
 * can be done with the order too; `needsShop`: a shop that does not answer is refused, with its code, and not taken for one without
 * the order. Where nobody runs it, the shop signs.
 */
export async function readMacroFacts(
  asking: Omit<BriefQuestion, 'shopFor'>,
  caller: Pick<Caller, 'name' | 'chatwootUserId'> | null,
  { answers, orderId, asksOrder = false, needsShop = false }: Given,
): Promise<MacroFacts> {
  const { supabase, admin, accountId, conversationId, now } = asking
  const [brief, [known], account, supervisors, slack, webhooks] = await Promise.all([
    readBrief({ ...asking, shopFor: 'draft' }),
    readRuleFacts(admin, accountId, [conversationId], now),
    loadAccount(admin, accountId),
    readSupervisors(admin, accountId),
    readSlack(admin, accountId),
    // Agents run what admins set up, and see its name alone.
    readWebhooks(admin, accountId),
  ])
  if (!known) throw new ProblemError('conversation_not_found')
  const { language: ownLanguage, name: shopName } = account
  const { conversation, contact, replyLanguage: language, shop } = brief
  const timeZone = await readTimeZone(supabase, accountId, conversation.inbox.id)
  const input = { ...brief, language, timeZone, orderId }
  const values = collectFacts(input)
  const isKnown = (id: string) => values.some(fact => fact.id === id)
  const order = orderOf(input)
  if (needsShop && shop.status === 'failed') throw new ProblemError(shop.code)
  const customer = shop.status === 'ready' ? shop.customer : null
  return {
    conversation: {
      ...known.facts,
      labels: conversation.labels,
      priority: conversation.priority,
      assigneeId: conversation.assignee?.id ?? null,
      teamId: conversation.team?.id ?? null,
      status: conversation.status,
      canReply: conversation.canReply,
      customerTags: customer?.tags ?? known.facts.customerTags,
    },
    values,
    order,
    actionOrder: asksOrder && order ? await readActionOrder({ ...asking, orderId: order.id }) : null,
    hasTracking: isKnown('shipment.number') && isKnown('shipment.url'),
    buysLabels: await openLabelDesk(admin, account) !== null,
    language,
    ownLanguage,
    me: { name: caller?.name ?? shopName, userId: caller?.chatwootUserId ?? 0 },
    supervisors: supervisors.map(({ chatwoot_user_id, name }) => ({ userId: chatwoot_user_id, name })),
    channels: [...readMailer() ? ['mail' as const] : [], ...slack ? ['slack' as const] : []],
    webhooks: webhooks.map(({ name }) => name),
    contact: { name: contact.name, email: contact.email },
    answers,
  }
}

async function readActionOrder(asking: Omit<BriefQuestion, 'shopFor'> & { orderId: string }): Promise<ActionOrder | null> {
  const { accountId, conversationId, orderId, admin, now, fetch } = asking
  return describeOrder({ accountId, conversationId, orderId }, { admin, now: () => now, fetch }).catch((error) => {
    if (error instanceof ProblemError && error.code === 'order_not_found') return null
    throw error
  })
}
