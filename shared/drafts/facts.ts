import type { ArticleHit } from '../contracts/article.ts'
import type { Brief } from '../contracts/brief.ts'
import type { Fact } from '../contracts/draft.ts'
import type { Language } from '../contracts/judgement.ts'
import type { Order, Shipment } from '../contracts/order.ts'
import type { FactId } from './labels.ts'
import { writeDay, writeList, writeMoney } from './format.ts'
import { FACT_LABELS } from './labels.ts'
import { words } from './words.ts'

const DAY = 86_400_000
const LONGEST_PASSAGE = 420

/** What drafts are written from: a brief, without what only the panel shows. */
export type DraftInput = Pick<Brief, 'contact' | 'category' | 'shop' | 'messages' | 'articles' | 'me' | 'asOf'> & {
  language: Language
  /** IANA name; days are written as the inbox counts them. */
  timeZone: string
  /** The order the agent chose, before the suggested one. */
  orderId?: string | undefined
}

/** The order a reply is about: the agent's choice, else the one the conversation points to. */
export function orderOf({ shop, orderId }: DraftInput): Order | null {
  if (shop.status !== 'ready') return null
  const wanted = orderId ?? shop.suggested?.orderId
  return shop.orders.find(order => order.id === wanted) ?? null
}

/** The parcel that is still to come, else the last one. */
export function shipmentOf(order: Order | null): Shipment | null {
  return order?.shipments.find(shipment => shipment.state !== 'delivered') ?? order?.shipments.at(-1) ?? null
}

/** The article that answers in the draft's language and shares words with what was asked, else none. */
function articleOf({ articles, language, messages }: DraftInput): ArticleHit | null {
  const asked = words(messages.filter(message => message.direction === 'incoming').map(message => message.content).join(' '))
  return articles.find(hit => hit.language === language && [...words(`${hit.title} ${hit.sentence}`)].some(word => asked.has(word))) ?? null
}

/** Everything live that a draft may state, written in its language. What is not here cannot be said. */
export function collectFacts(input: DraftInput): Fact[] {
  const { language, timeZone, shop, contact } = input
  const facts: Fact[] = []
  const day = (at: number) => writeDay(at, language, timeZone)
  const add = (id: FactId, kind: Fact['kind'], value: string | null | undefined, source: Fact['source']) => {
    const written = value?.replace(/\s+/g, ' ').trim()
    if (written) facts.push({ id, kind, label: FACT_LABELS[language][id], value: written, source })
  }

  add('customer.name', 'customer', firstName(contact.name), { kind: 'conversation' })
  const unknown = shop.status === 'ready' ? shop.unknownNumbers[0] : undefined
  add('order.unknown', 'order', unknown && `#${unknown.replace(/^#/, '')}`, { kind: 'conversation' })

  const order = orderOf(input)
  const shipment = shipmentOf(order)
  if (order) {
    const source = { kind: 'order' as const, orderId: order.id }
    add('order.name', 'order', order.name, source)
    add('order.placed', 'date', day(order.createdAt), source)
    add('order.items', 'item', writeList(order.lines.map(lineText), language), source)
    add('order.total', 'amount', writeMoney(order.total, language), source)
    if (order.refunded.minor > 0) add('order.refunded', 'amount', writeMoney(order.refunded, language), source)
    if (order.cancelledAt !== null) add('order.cancelled', 'date', day(order.cancelledAt), source)
    if (shipment) {
      add('shipment.carrier', 'tracking', shipment.carrier, source)
      add('shipment.number', 'tracking', shipment.trackingNumber, source)
      add('shipment.url', 'tracking', safeUrl(shipment.trackingUrl), source)
      if (shipment.shippedAt !== null) add('shipment.shipped', 'date', day(shipment.shippedAt), source)
      if (shipment.estimatedDeliveryAt !== null) add('shipment.expected', 'date', day(shipment.estimatedDeliveryAt), source)
      if (shipment.deliveredAt !== null) add('shipment.delivered', 'date', day(shipment.deliveredAt), source)
      add('shipment.scan', 'tracking', shipment.lastScan?.text, source)
      if (shipment.lastScan) add('shipment.scanned', 'date', day(shipment.lastScan.at), source)
    }
  }

  const article = articleOf(input)
  if (article) {
    const source = { kind: 'article' as const, articleId: article.id }
    add('article.title', 'article', article.title, source)
    add('article.passage', 'policy', passageText(article.sentence), source)
    add('article.url', 'article', safeUrl(article.url), source)
    const days = returnDays(article)
    if (days && shipment?.deliveredAt) add('return.until', 'date', day(shipment.deliveredAt + days * DAY), source)
  }
  return facts
}

/** A name to greet by; visitors without one are called things like "quiet-heron-41". */
function firstName(name: string): string | null {
  const [first = ''] = name.trim().split(/\s+/)
  return /^\p{Lu}[\p{L}\p{M}'’.-]{1,30}$/u.test(first) && !/[-.]\p{Ll}+-/u.test(first) ? first : null
}

function lineText({ quantity, title, variant }: Order['lines'][number]) {
  const named = variant && variant !== 'Default Title' ? `${title} (${variant})` : title
  return quantity > 1 ? `${quantity} × ${named}` : named
}

function passageText(sentence: string) {
  const plain = sentence.replace(/[*_`#|]+/g, ' ').replace(/\s+/g, ' ').trim()
  if (plain.length <= LONGEST_PASSAGE) return plain
  const cut = plain.slice(0, LONGEST_PASSAGE)
  return cut.slice(0, cut.lastIndexOf('. ') + 1) || `${cut.slice(0, cut.lastIndexOf(' '))}…`
}

/** How many days a customer may return, where the passage that matched says so in plain words. */
function returnDays({ sentence }: ArticleHit): number | null {
  const found = /(\d{1,3})\s+(?:days|días|jours)\b/i.exec(sentence)
  const isReturn = /\b(?:return|devol|devuelv|retour|renvoy)/i.test(sentence)
  return found && isReturn ? Number(found[1]) : null
}

function safeUrl(url: string | null) {
  return url && /^https?:\/\/\S+$/.test(url) ? url : null
}
