import type { Language } from '../contracts/judgement.ts'
import type { EditEffect } from '../contracts/order-action-edit.ts'
import { formatMoney } from '../money/decimal.ts'
import { fill } from './fill.ts'

type Word = 'added' | 'more' | 'fewer' | 'restocked' | 'shipping' | 'unshipping' | 'reshipping' | 'total' | 'same' | 'pay' | 'invoiced' | 'back'
const WORDS: Record<Language, Record<Word, string>> = {
  en: {
    added: '{quantity} × {title} added, {price} each',
    more: '{title}: {to} instead of {from}',
    fewer: '{title}: {to} instead of {from}, not put back into stock',
    restocked: '{title}: {to} instead of {from}, the rest goes back into stock',
    shipping: 'Shipping added: {title}, {amount}',
    unshipping: 'Shipping taken out: {title}, {amount}',
    reshipping: 'Shipping: {to}, {toAmount} instead of {from}, {fromAmount}',
    total: 'Total {after} instead of {before}',
    same: 'The total stays {after}',
    pay: '{amount} is left to pay',
    invoiced: '{amount} is left to pay; the shop sends the customer an invoice',
    back: '{amount} is owed to the customer; give it back with a refund',
  },
  es: {
    added: 'Se añade: {quantity} × {title}, {price} cada uno',
    more: '{title}: {to} en lugar de {from}',
    fewer: '{title}: {to} en lugar de {from}, sin volver a existencias',
    restocked: '{title}: {to} en lugar de {from}, el resto vuelve a existencias',
    shipping: 'Envío añadido: {title}, {amount}',
    unshipping: 'Envío quitado: {title}, {amount}',
    reshipping: 'Envío: {to}, {toAmount} en lugar de {from}, {fromAmount}',
    total: 'Total {after} en lugar de {before}',
    same: 'El total sigue siendo {after}',
    pay: 'Quedan {amount} por pagar',
    invoiced: 'Quedan {amount} por pagar; la tienda envía una factura al cliente',
    back: 'Se le deben {amount} al cliente; reembólsalos',
  },
  fr: {
    added: 'Ajouté : {quantity} × {title}, {price} l’unité',
    more: '{title} : {to} au lieu de {from}',
    fewer: '{title} : {to} au lieu de {from}, sans remise en stock',
    restocked: '{title} : {to} au lieu de {from}, le reste est remis en stock',
    shipping: 'Livraison ajoutée : {title}, {amount}',
    unshipping: 'Livraison retirée : {title}, {amount}',
    reshipping: 'Livraison : {to}, {toAmount} au lieu de {from}, {fromAmount}',
    total: 'Total {after} au lieu de {before}',
    same: 'Le total reste de {after}',
    pay: 'Il reste {amount} à payer',
    invoiced: 'Il reste {amount} à payer ; la boutique envoie une facture au client',
    back: '{amount} sont dus au client ; faites un remboursement',
  },
}

/** What an edit does, one fact in one sentence. */
export function editSentence(effect: EditEffect, language: Language): string {
  const words = WORDS[language]
  switch (effect.is) {
    case 'added':
      return fill(words.added, { quantity: String(effect.quantity), title: effect.title, price: formatMoney(effect.price, language) })
    case 'quantity': {
      const { title, from, to, isRestocked } = effect
      return fill(to > from ? words.more : isRestocked ? words.restocked : words.fewer, { title, from: String(from), to: String(to) })
    }
    case 'shipping_added': return fill(words.shipping, { title: effect.title, amount: formatMoney(effect.amount, language) })
    case 'shipping_removed': return fill(words.unshipping, { title: effect.title, amount: formatMoney(effect.amount, language) })
    case 'shipping_changed': {
      const { from, to } = effect
      const amounts = { fromAmount: formatMoney(from.amount, language), toAmount: formatMoney(to.amount, language) }
      return fill(words.reshipping, { from: from.title, to: to.title, ...amounts })
    }
    case 'new_total': {
      const word = effect.before.minor === effect.after.minor ? words.same : words.total
      return fill(word, { before: formatMoney(effect.before, language), after: formatMoney(effect.after, language) })
    }
    case 'to_pay': return fill(effect.isInvoiced ? words.invoiced : words.pay, { amount: formatMoney(effect.amount, language) })
    case 'to_give_back': return fill(words.back, { amount: formatMoney(effect.amount, language) })
  }
}
