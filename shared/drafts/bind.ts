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
  return text.split(wholly(value)).flatMap((part, index) => [
    ...index > 0 ? [{ text: value, factId }] : [],
    ...part ? [{ text: part, factId: null }] : [],
  ])
}

/** A value that goes on is another value: "#10425" does not state "#1042", nor "148,20 €" "48,20 €". */
function wholly(value: string): RegExp {
  const escaped = value.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
  return new RegExp(String.raw`(?<![\p{L}\p{N}]|\p{N}[.,\s\u00A0\u202F]?(?=\p{N}))${escaped}(?![\p{L}\p{N}]|[-.,/]\p{N}|-\p{L})`, 'gu')
}
