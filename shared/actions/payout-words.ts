import type { Language } from '../contracts/judgement.ts'
import type { Money } from '../contracts/money.ts'
import { formatMoney } from '../money/decimal.ts'
import { escapeSlack, oneLine } from '../sla/notice.ts'
import { fill } from './fill.ts'

/** Money of a refund that did not arrive: `failed` of `whole`, in the customer's currency. */
export interface FailedPayout { id: string, orderName: string, failed: Money, whole: Money }
/** What people are told of it; `link` opens the conversation in Chatwoot. */
export interface PayoutNotice { text: string, orderName: string, contactName: string, conversationId: number, link: string }

const WORDS = {
  en: {
    pending: 'On its way: the bank has not confirmed it yet.',
    title: 'Refund for {order}: {amount} did not arrive',
    unknown: 'Refund for {order}: not known whether {amount} arrived. Look in Shopify.',
    nothing: 'The payment provider reported it as failed after the refund was made. Nothing was paid back.',
    partly: 'The payment provider reported {amount} of {whole} as failed after the refund was made. The rest was paid back.',
    next: 'Give the same amount back once more, without goods: as store credit when the card is closed, or by another way in Shopify. Tell the customer.',
    reference: 'Ref {id}',
    somebody: 'a customer',
    line: 'Conversation #{id} with {who}. Order {order}.',
    open: 'Open it:',
  },
  es: {
    pending: 'En camino: el banco aún no lo ha confirmado.',
    title: 'Reembolso de {order}: {amount} no llegaron',
    unknown: 'Reembolso de {order}: no se sabe si llegaron {amount}. Míralo en Shopify.',
    nothing: 'El proveedor de pagos lo dio por fallido después de hacerse el reembolso. No se ha devuelto nada.',
    partly: 'El proveedor de pagos dio por fallidos {amount} de {whole} después de hacerse el reembolso. El resto se ha devuelto.',
    next: 'Devuelve otra vez el mismo importe, sin artículos: como saldo en la tienda si la tarjeta está cerrada, o de otro modo en Shopify. Avisa al cliente.',
    reference: 'Ref. {id}',
    somebody: 'un cliente',
    line: 'Conversación n.º {id} con {who}. Pedido {order}.',
    open: 'Abrirla:',
  },
  fr: {
    pending: 'En route : la banque ne l’a pas encore confirmé.',
    title: 'Remboursement de {order} : {amount} ne sont pas arrivés',
    unknown: 'Remboursement de {order} : on ne sait pas si {amount} sont arrivés. Regardez dans Shopify.',
    nothing: 'Le prestataire de paiement l’a déclaré échoué après le remboursement. Rien n’a été rendu.',
    partly: 'Le prestataire de paiement a déclaré échoués {amount} sur {whole} après le remboursement. Le reste a été rendu.',
    next: 'Rendez le même montant une nouvelle fois, sans articles : en avoir si la carte est fermée, ou autrement dans Shopify. Prévenez le client.',
    reference: 'Réf. {id}',
    somebody: 'un client',
    line: 'Conversation n° {id} avec {who}. Commande {order}.',
    open: 'L’ouvrir :',
  },
} as const satisfies Record<Language, unknown>

/** What a receipt says of money that no bank has confirmed. */
export function pendingSentence(language: Language): string {
  return WORDS[language].pending
}

/** The second note in the conversation: what did not arrive, and what to do. */
export function payoutNote(payout: FailedPayout, language: Language): string {
  const words = WORDS[language]
  const [amount, whole] = [formatMoney(payout.failed, language), formatMoney(payout.whole, language)]
  const isAll = payout.failed.minor >= payout.whole.minor
  return [
    `**${payoutNotice(payout, language)}**`,
    `- ${isAll ? words.nothing : fill(words.partly, { amount, whole })}`,
    `- ${words.next}`,
    '',
    fill(words.reference, { id: payout.id }),
  ].join('\n')
}

/** The same in one line, for a list of notices. */
export function payoutNotice({ orderName, failed }: FailedPayout, language: Language): string {
  return fill(WORDS[language].title, { order: orderName, amount: formatMoney(failed, language) })
}

/** One line for whose refund it is: a week has passed, and whether `whole` arrived is not known. */
export function unknownPayoutNotice({ orderName, whole }: Pick<FailedPayout, 'orderName' | 'whole'>, language: Language): string {
  return fill(WORDS[language].unknown, { order: orderName, amount: formatMoney(whole, language) })
}

/** The notice as a mail: plain text. */
export function payoutMail(notice: PayoutNotice, language: Language): { subject: string, text: string } {
  const title = oneLine(notice.text, 300)
  return { subject: `${title} (#${notice.conversationId})`, text: `${title}\n${lineOf(notice, language)}\n\n${WORDS[language].open}\n${notice.link}\n` }
}

/** The notice as Slack's mrkdwn. */
export function payoutSlack(notice: PayoutNotice, language: Language): string {
  return `:red_circle: *<${notice.link}|${escapeSlack(oneLine(notice.text, 300))}>*\n${escapeSlack(lineOf(notice, language))}`
}

function lineOf({ conversationId, contactName, orderName }: PayoutNotice, language: Language): string {
  const words = WORDS[language]
  return fill(words.line, { id: String(conversationId), who: oneLine(contactName) || words.somebody, order: oneLine(orderName) })
}
