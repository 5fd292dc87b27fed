import type { Language } from '../contracts/judgement.ts'
import type { ReturnEffect, ReturnObjection } from '../contracts/return-action.ts'
import { formatMoney } from '../money/decimal.ts'
import { fill } from './fill.ts'

type Word = 'back' | 'fee' | 'allowed' | 'label_fee' | 'label_free' | 'waived' | 'label' | 'numbered' | 'bought' | 'shelf' | 'apart' | 'kept' | 'closed' | ReturnObjection['is']
const WORDS: Record<Language, Record<Word, string>> = {
  en: {
    back: '{quantity} × {title} comes back: {reason}',
    fee: '{quantity} × {title} comes back: {reason}; restocking fee {percent} %',
    allowed: '{title}: the policy allows it',
    late: '{title}: {days} days since it arrived or left; {allowed} are allowed',
    final_sale: '{title}: final sale ({by})',
    photo: '{title}: the policy wants a photo, and the customer has sent none',
    reason: '{title}: the policy wants a second person for this reason',
    label_fee: 'The customer pays for the label: {amount} less at the refund',
    label_free: 'The shop pays for the label.',
    waived: 'The policy’s fees are waived.',
    label: 'The shop gets the label.',
    numbered: 'The shop gets the label ({number}).',
    bought: 'A label is bought: {service}, {cost}',
    shelf: '{quantity} × {title} received, back on the shelf at {place}',
    apart: '{quantity} × {title} received, not for sale again',
    kept: 'Fees the shop keeps: {amount}',
    closed: 'The return is closed.',
  },
  es: {
    back: 'Vuelve {quantity} × {title}: {reason}',
    fee: 'Vuelve {quantity} × {title}: {reason}; gastos de reposición del {percent} %',
    allowed: '{title}: la política lo permite',
    late: '{title}: {days} días desde que llegó o salió; se permiten {allowed}',
    final_sale: '{title}: venta final ({by})',
    photo: '{title}: la política pide una foto y el cliente no ha enviado ninguna',
    reason: '{title}: la política pide otra persona para este motivo',
    label_fee: 'El cliente paga la etiqueta: {amount} menos en el reembolso',
    label_free: 'La tienda paga la etiqueta.',
    waived: 'Se perdonan los gastos de la política.',
    label: 'La tienda recibe la etiqueta.',
    numbered: 'La tienda recibe la etiqueta ({number}).',
    bought: 'Se compra una etiqueta: {service}, {cost}',
    shelf: '{quantity} × {title} recibido, de vuelta al almacén {place}',
    apart: '{quantity} × {title} recibido, no se vende de nuevo',
    kept: 'Gastos que retiene la tienda: {amount}',
    closed: 'La devolución se cierra.',
  },
  fr: {
    back: '{quantity} × {title} revient : {reason}',
    fee: '{quantity} × {title} revient : {reason} ; frais de remise en stock {percent} %',
    allowed: '{title} : la politique le permet',
    late: '{title} : {days} jours depuis son arrivée ou son départ ; {allowed} sont permis',
    final_sale: '{title} : vente ferme ({by})',
    photo: '{title} : la politique demande une photo et le client n’en a pas envoyé',
    reason: '{title} : la politique demande une autre personne pour ce motif',
    label_fee: 'Le client paie l’étiquette : {amount} de moins au remboursement',
    label_free: 'La boutique paie l’étiquette.',
    waived: 'Les frais de la politique sont abandonnés.',
    label: 'La boutique reçoit l’étiquette.',
    numbered: 'La boutique reçoit l’étiquette ({number}).',
    bought: 'Une étiquette est achetée : {service}, {cost}',
    shelf: '{quantity} × {title} reçu, remis en stock à {place}',
    apart: '{quantity} × {title} reçu, ne sera pas revendu',
    kept: 'Frais que la boutique retient : {amount}',
    closed: 'Le retour est clos.',
  },
}

/** What is done with a return, one fact in one sentence. */
export function returnSentence(effect: ReturnEffect, language: Language): string {
  const words = WORDS[language]
  switch (effect.is) {
    case 'comes_back': {
      const values = { title: effect.title, quantity: String(effect.quantity), reason: effect.reason, percent: String(effect.percent) }
      return fill(effect.percent ? words.fee : words.back, values)
    }
    case 'allowed': return fill(words.allowed, { title: effect.title })
    case 'objection': return objectionSentence(effect.title, effect.why, language)
    case 'label_fee': return fill(words.label_fee, { amount: formatMoney(effect.amount, language) })
    case 'label_free': return words.label_free
    case 'fees_waived': return words.waived
    case 'label': return effect.number ? fill(words.numbered, { number: effect.number }) : words.label
    case 'label_bought': return fill(words.bought, {
      service: [effect.carrier, effect.service].filter(Boolean).join(' '),
      cost: formatMoney(effect.cost, language),
    })
    case 'received': return fill(effect.place === null ? words.apart : words.shelf, {
      title: effect.title,
      quantity: String(effect.quantity),
      place: effect.place ?? '',
    })
    case 'fee_kept': return fill(words.kept, { amount: formatMoney(effect.amount, language) })
    case 'return_closed': return words.closed
  }
}

/** What the policy has against a line. */
export function objectionSentence(title: string, why: ReturnObjection, language: Language): string {
  const values: Record<string, string> = why.is === 'late' ? { days: String(why.days), allowed: String(why.allowed) } : why.is === 'final_sale' ? { by: why.by } : {}
  return fill(WORDS[language][why.is], { title, ...values })
}
