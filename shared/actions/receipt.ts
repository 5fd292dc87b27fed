import type { Language } from '../contracts/judgement.ts'
import type { Money } from '../contracts/money.ts'
import type { ActionEffect, ActionKind, ActionState, CancelReason, HoldReason } from '../contracts/order-action.ts'
import { formatMoney } from '../money/decimal.ts'
import { dateOf } from './date-words.ts'
import { editSentence } from './edit-words.ts'
import { fill } from './fill.ts'
import { noteSentence } from './note-words.ts'
import { pendingSentence } from './payout-words.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import { replacementMade, replacementSentence } from './replacement-words.ts'
import { returnSentence } from './return-words.ts'

/** The words of one language; `{}` in a sentence is what it speaks of. */
export interface ReceiptWords {
  done: Record<ActionKind, string>
  failed: string
  line: string
  lineUntaxed: string
  shipping: string
  goodwill: string
  paid: string
  credit: string
  voided: string
  restocked: string
  notSent: string
  kept: string
  cancelled: Record<CancelReason, string>
  code: string
  until: string
  personal: string
  held: Record<HoldReason, string>
  released: string
  address: string
  tells: string
  tellsNobody: string
  late: string
  reason: string
  asked: string
  approved: string
  reference: string
}

export interface ReceiptFacts {
  id: string
  kind: ActionKind
  orderName: string
  state: ActionState
  effects: ActionEffect[]
  reason: string
  requestedAs: string
  decidedBy: string | null
  /** The shop's own words, or the code it made. */
  detail: string | null
  /** The money is on its way, and no bank has confirmed it. */
  isPending?: boolean
}

/** Enough of the id to find it at the shop, where the whole of it stands. */
const REFERENCE_LENGTH = 8

/** The note that stands in the conversation afterwards: what was done, for whom, why, and who let it through. */
export function writeReceipt(facts: ReceiptFacts, language: Language): string {
  const words = RECEIPT_WORDS[language]
  const isDone = facts.state === 'done'
  const act = fill(words.done[facts.kind], { order: facts.orderName })
  const head = isDone ? act : fill(words.failed, { act })
  const code = isDone && facts.kind === 'discount' && facts.detail ? [fill(words.code, { code: facts.detail })] : []
  const made = isDone && facts.kind === 'replace' && facts.detail ? [replacementMade(facts.detail, language)] : []
  const lines = isDone ? facts.effects.flatMap(effect => sentence(effect, words, language)) : []
  const pending = isDone && facts.isPending ? [pendingSentence(language)] : []
  const said = !isDone && facts.detail ? [facts.detail] : []
  return [
    `**${head}**`,
    ...[...code, ...made, ...lines, ...pending, ...said].map(line => `- ${line}`),
    '',
    fill(words.reason, { reason: facts.reason }),
    [
      fill(words.asked, { name: facts.requestedAs }),
      ...facts.decidedBy ? [fill(words.approved, { name: facts.decidedBy })] : [],
      fill(words.reference, { id: facts.id.slice(0, REFERENCE_LENGTH) }),
    ].join(' · '),
  ].join('\n')
}

/** What an action does, one sentence a fact, with the kind of the fact. */
export function effectLines(effects: ActionEffect[], language: Language): { is: ActionEffect['is'], text: string }[] {
  return effects.flatMap(effect => sentence(effect, RECEIPT_WORDS[language], language).map(text => ({ is: effect.is, text })))
}

/** One line for a list: the act, the order and the sum. */
export function summarise(
  { kind, orderName, money }: { kind: ActionKind, orderName: string, money: Money | null },
  language: Language,
): string {
  const act = fill(RECEIPT_WORDS[language].done[kind], { order: orderName })
  return money ? `${act}: ${formatMoney(money, language)}` : act
}

function sentence(effect: ActionEffect, words: ReceiptWords, language: Language): string[] {
  const money = (amount: Money) => formatMoney(amount, language)
  switch (effect.is) {
    case 'refund_line': {
      const amount = money({ ...effect.subtotal, minor: effect.subtotal.minor + effect.tax.minor })
      const line = effect.tax.minor === 0 ? words.lineUntaxed : words.line
      return [fill(line, { quantity: String(effect.quantity), title: effect.title, amount, tax: money(effect.tax) })]
    }
    case 'refund_shipping': return [fill(words.shipping, { amount: money(effect.amount) })]
    case 'goodwill': return [fill(words.goodwill, { amount: money(effect.amount) })]
    case 'pay': return [fill(effect.by === 'store_credit' ? words.credit : words.paid, { amount: money(effect.amount), to: effect.to || '—' })]
    case 'void': return [words.voided]
    case 'restock': return [fill(words.restocked, { quantity: String(effect.quantity), title: effect.title, place: effect.place })]
    case 'not_sent': return [fill(words.notSent, { quantity: String(effect.quantity), title: effect.title })]
    case 'kept': return [fill(words.kept, { quantity: String(effect.quantity), title: effect.title })]
    case 'cancelled': return [words.cancelled[effect.because]]
    case 'code': return [
      [effect.amount ? money(effect.amount) : `${effect.percent ?? 0} %`, fill(words.until, { date: dateOf(effect.until, language) }), ...effect.isPersonal ? [words.personal] : []].join(', '),
    ]
    case 'held': return [`${words.held[effect.because]} (${effect.place})`]
    case 'released': return [fill(words.released, { count: String(effect.count) })]
    case 'address': return [fill(words.address, { to: effect.to })]
    case 'tells': return [effect.who === 'customer' ? words.tells : words.tellsNobody]
    case 'late': return [fill(words.late, { days: String(effect.days), allowed: String(effect.allowed) })]
    case 'final':
    case 'invoice_mail': return []
    case 'noted':
    case 'tagged':
    case 'untagged':
    case 'invoice':
    case 'invoice_says':
    case 'invoiced_before': return [noteSentence(effect, language)]
    case 'added':
    case 'quantity':
    case 'shipping_added':
    case 'shipping_removed':
    case 'shipping_changed':
    case 'new_total':
    case 'to_pay':
    case 'to_give_back': return [editSentence(effect, language)]
    case 'sent_again': case 'short': case 'sent_to': case 'free': return [replacementSentence(effect, language)]
    case 'comes_back': case 'allowed': case 'objection': case 'label_fee': case 'label_free': case 'fees_waived':
    case 'label': case 'label_bought': case 'received': case 'fee_kept': case 'return_closed': return [returnSentence(effect, language)]
  }
}
