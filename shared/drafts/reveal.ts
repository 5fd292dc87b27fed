import type { DraftSegment } from '../contracts/draft.ts'
import { findUnproven } from './check.ts'

const SENTENCE_END = /[.!?…](?=\s)|\n/g

/**
 * What of a text that is still being written may be shown: takes the text so far and returns what is new in it, sentence by
 * sentence, and nothing of one that claims what no fact proves. So a model's invention is on nobody's screen for a moment.
 */
export function createReveal(bind: (text: string) => DraftSegment[]): (text: string) => string {
  let shown = 0
  let tried = 0
  return (text) => {
    const last = [...text.matchAll(SENTENCE_END)].at(-1)
    const end = last ? last.index + last[0].length : 0
    if (end <= tried) return ''
    tried = end
    if (findUnproven(bind(text.slice(0, end))) !== null) return ''
    const fresh = text.slice(shown, end)
    shown = end
    return fresh
  }
}
