import type { DraftSegment, Fact } from '../contracts/draft.ts'

/** Splits a text where it states a known fact word for word; longer facts first, so that "#1042-B" is not read as "#1042". */
export function bindFacts(text: string, facts: Fact[]): DraftSegment[] {
  let segments: DraftSegment[] = [{ text, factId: null }]
  for (const { id, value } of facts.toSorted((a, b) => b.value.length - a.value.length)) {
    if (value.length < 2) continue
    segments = segments.flatMap(segment => segment.factId === null ? splitAt(segment.text, value, id) : [segment])
  }
  return segments
}

function splitAt(text: string, value: string, factId: string): DraftSegment[] {
  return text.split(value).flatMap((part, index) => [
    ...index > 0 ? [{ text: value, factId }] : [],
    ...part ? [{ text: part, factId: null }] : [],
  ])
}
