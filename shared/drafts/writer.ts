import type { Draft, DraftSegment, DraftStyle, MissingFact } from '../contracts/draft.ts'
import type { DraftInput } from './facts.ts'
import { collectFacts, orderOf } from './facts.ts'
import { renderPhrase } from './render.ts'
import { situationOf } from './situation.ts'
import { PHRASES } from './templates.ts'

export type Written = { status: 'ready', draft: Draft } | { status: 'refused', missing: MissingFact[] }

/**
 * Writes a reply from live facts alone. Where a fact that the reply needs is unknown it refuses and says which, instead of
 * leaving a hole or guessing.
 */
export function writeDraft(input: DraftInput, style: DraftStyle): Written {
  const situation = situationOf(input)
  if (!situation) return { status: 'refused', missing: ['question'] }
  const facts = collectFacts(input)
  const known = new Map(facts.map(fact => [fact.id, fact]))
  const { frame, notFound, bodies } = PHRASES[input.language]
  const me = input.me.name
  const render = (phrase: string) => renderPhrase(phrase, known, me)

  const body = render(bodies[situation][style])
  if (body.status === 'missing') return { status: 'refused', missing: body.missing }
  const isOther = known.has('order.unknown') && orderOf(input) !== null && body.segments.some(({ factId }) => factId === 'order.name')
  const parts = [
    render(known.has('customer.name') ? frame[style].named : frame[style].plain),
    ...isOther ? [render(notFound[style])] : [],
    body,
    render(frame[style].close),
  ]
  const segments = joined(parts.flatMap(part => part.status === 'written' ? part.segments : []))
  const stated = new Set(segments.map(({ factId }) => factId))
  const text = segments.map(segment => segment.text).join('')
  // The article stands behind the passage that was quoted; nothing else may claim to be a source.
  const sources = facts.filter(({ id }) => stated.has(id) || (id === 'article.title' && stated.has('article.passage')))
  return { status: 'ready', draft: { style, language: input.language, text, segments, facts: sources, writer: 'local', setAside: null } }
}

function joined(segments: DraftSegment[]): DraftSegment[] {
  const merged: DraftSegment[] = []
  for (const segment of segments) {
    const last = merged.at(-1)
    const isOneRun = last && last.factId === null && segment.factId === null
    if (isOneRun) merged[merged.length - 1] = { text: last.text + segment.text, factId: null }
    else merged.push(segment)
  }
  return merged
}
