import type { DraftSegment, Fact, MissingFact } from '../contracts/draft.ts'

const PART = /\[([^[\]]*)\]|\{([\w.]+)\}/g

export type Rendered = { status: 'written', segments: DraftSegment[] } | { status: 'missing', missing: MissingFact[] }

/**
 * Fills a phrase: `{fact}` must be known or nothing is written, `[...]` is left out when a fact inside is unknown, `{me}`
 * signs. Each stated fact is a segment of its own, so that the joined texts are the draft and every claim has its source.
 */
export function renderPhrase(phrase: string, facts: ReadonlyMap<string, Fact>, me: string): Rendered {
  const segments: DraftSegment[] = []
  const missing: MissingFact[] = []
  const say = (text: string) => text && segments.push({ text, factId: null })
  let at = 0
  for (const match of phrase.matchAll(PART)) {
    say(phrase.slice(at, match.index))
    at = match.index + match[0].length
    const [, optional, id] = match
    if (optional !== undefined) {
      const inner = renderPhrase(optional, facts, me)
      if (inner.status === 'written') segments.push(...inner.segments)
      continue
    }
    if (id === 'me') {
      say(me)
      continue
    }
    const fact = facts.get(id ?? '')
    if (fact) segments.push({ text: fact.value, factId: fact.id })
    else missing.push(missingOf(id ?? ''))
  }
  say(phrase.slice(at))
  return missing.length ? { status: 'missing', missing: [...new Set(missing)] } : { status: 'written', segments }
}

function missingOf(id: string): MissingFact {
  if (['shipment.expected', 'shipment.delivered', 'return.until'].includes(id)) return 'delivery_date'
  if (['order.total', 'order.refunded'].includes(id)) return 'amount'
  if (id.startsWith('shipment.')) return 'tracking'
  if (id.startsWith('article.')) return 'article'
  return id.startsWith('customer.') ? 'customer' : 'order'
}
