import type { Language } from '../contracts/judgement.ts'
import type { ReplacementEffect } from '../contracts/order-action-replacement.ts'
import { fill } from './fill.ts'

const WORDS: Record<Language, Record<'again' | 'stock' | 'short' | 'to' | 'free' | 'made', string>> = {
  en: {
    again: '{quantity} × {title} sent again',
    stock: 'in stock: {stock}',
    short: 'Not enough in stock of {title}: {available}',
    to: 'To: {to}',
    free: 'A free order, shipping and taxes included; the shop may confirm it by e-mail.',
    made: 'New order {order}',
  },
  es: {
    again: 'Se envía de nuevo: {quantity} × {title}',
    stock: 'en existencias: {stock}',
    short: 'No hay existencias suficientes de {title}: {available}',
    to: 'A: {to}',
    free: 'Un pedido gratuito, con envío e impuestos incluidos; la tienda puede confirmarlo por correo.',
    made: 'Pedido nuevo {order}',
  },
  fr: {
    again: 'Renvoyé : {quantity} × {title}',
    stock: 'en stock : {stock}',
    short: 'Stock insuffisant pour {title} : {available}',
    to: 'À : {to}',
    free: 'Une commande gratuite, livraison et taxes comprises ; la boutique peut la confirmer par e-mail.',
    made: 'Nouvelle commande {order}',
  },
}

/** What a replacement does, one fact in one sentence. */
export function replacementSentence(effect: ReplacementEffect, language: Language): string {
  const words = WORDS[language]
  switch (effect.is) {
    case 'sent_again': {
      const sentence = fill(words.again, { quantity: String(effect.quantity), title: effect.title })
      const stock = effect.stock.map(({ place, available }) => `${place} ${available}`).join(', ')
      return stock ? `${sentence} (${fill(words.stock, { stock })})` : sentence
    }
    case 'short': return fill(words.short, { title: effect.title, available: String(effect.available) })
    case 'sent_to': return fill(words.to, { to: effect.to })
    case 'free': return words.free
  }
}

/** The order that came about. */
export function replacementMade(order: string, language: Language): string {
  return fill(WORDS[language].made, { order })
}
