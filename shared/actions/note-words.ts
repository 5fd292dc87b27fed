import type { Language } from '../contracts/judgement.ts'
import type { InvoiceEffect } from '../contracts/order-action-invoice.ts'
import type { NoteEffect } from '../contracts/order-action-note.ts'
import { formatMoney } from '../money/decimal.ts'
import { fill } from './fill.ts'

const WORDS: Record<Language, Record<'noted' | 'tagged' | 'untagged' | 'invoice' | 'says', string>> = {
  en: {
    noted: 'Added to the order’s note: {text}',
    tagged: 'Tags added: {tags}',
    untagged: 'Tags removed: {tags}',
    invoice: 'An invoice of {amount} goes to {to}',
    says: 'It says: {text}',
  },
  es: {
    noted: 'Se añade a la nota del pedido: {text}',
    tagged: 'Etiquetas añadidas: {tags}',
    untagged: 'Etiquetas quitadas: {tags}',
    invoice: 'Se envía una factura de {amount} a {to}',
    says: 'Dice: {text}',
  },
  fr: {
    noted: 'Ajouté à la note de la commande : {text}',
    tagged: 'Étiquettes ajoutées : {tags}',
    untagged: 'Étiquettes retirées : {tags}',
    invoice: 'Une facture de {amount} est envoyée à {to}',
    says: 'Elle dit : {text}',
  },
}

/** What a note, a tag or an invoice does, one fact in one sentence. */
export function noteSentence(effect: NoteEffect | InvoiceEffect, language: Language): string {
  const words = WORDS[language]
  switch (effect.is) {
    case 'noted': return fill(words.noted, { text: effect.text })
    case 'tagged': return fill(words.tagged, { tags: effect.tags.join(', ') })
    case 'untagged': return fill(words.untagged, { tags: effect.tags.join(', ') })
    case 'invoice': return fill(words.invoice, { amount: formatMoney(effect.amount, language), to: effect.to })
    case 'invoice_says': return fill(words.says, { text: effect.text })
  }
}
