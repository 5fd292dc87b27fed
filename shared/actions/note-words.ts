import type { Language } from '../contracts/judgement.ts'
import type { InvoiceEffect } from '../contracts/order-action-invoice.ts'
import type { NoteEffect } from '../contracts/order-action-note.ts'
import { formatMoney } from '../money/decimal.ts'
import { dateOf } from './date-words.ts'
import { fill } from './fill.ts'

const WORDS: Record<Language, Record<'noted' | 'tagged' | 'untagged' | 'invoice' | 'draft' | 'says' | 'before', string>> = {
  en: {
    noted: 'Added to the order’s note: {text}',
    tagged: 'Tags added: {tags}',
    untagged: 'Tags removed: {tags}',
    invoice: 'An invoice of {amount} goes to {to}',
    draft: 'An invoice of {amount} for the draft {draft} goes to {to}, with a link to pay',
    says: 'It says: {text}',
    before: 'Its invoice went out already on {date}',
  },
  es: {
    noted: 'Se añade a la nota del pedido: {text}',
    tagged: 'Etiquetas añadidas: {tags}',
    untagged: 'Etiquetas quitadas: {tags}',
    invoice: 'Se envía una factura de {amount} a {to}',
    draft: 'Se envía una factura de {amount} del borrador {draft} a {to}, con un enlace para pagar',
    says: 'Dice: {text}',
    before: 'Su factura ya se envió el {date}',
  },
  fr: {
    noted: 'Ajouté à la note de la commande : {text}',
    tagged: 'Étiquettes ajoutées : {tags}',
    untagged: 'Étiquettes retirées : {tags}',
    invoice: 'Une facture de {amount} est envoyée à {to}',
    draft: 'Une facture de {amount} pour le brouillon {draft} est envoyée à {to}, avec un lien de paiement',
    says: 'Elle dit : {text}',
    before: 'Sa facture a déjà été envoyée le {date}',
  },
}

/** What a note, a tag or an invoice does, one fact in one sentence. */
export function noteSentence(effect: NoteEffect | InvoiceEffect, language: Language): string {
  const words = WORDS[language]
  switch (effect.is) {
    case 'noted': return fill(words.noted, { text: effect.text })
    case 'tagged': return fill(words.tagged, { tags: effect.tags.join(', ') })
    case 'untagged': return fill(words.untagged, { tags: effect.tags.join(', ') })
    case 'invoice': {
      const { amount, to, draft } = effect
      return fill(draft === null ? words.invoice : words.draft, { amount: formatMoney(amount, language), to, draft: draft ?? '' })
    }
    case 'invoiced_before': return fill(words.before, { date: dateOf(effect.at, language) })
    case 'invoice_says': return fill(words.says, { text: effect.text })
  }
}
