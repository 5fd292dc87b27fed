import type { Turn } from '../contracts/judgement.ts'
import type { FrustrationSign } from './frustration-signs.ts'
import type { SparseVector } from './linear.ts'
import { emitFeatures } from './features.ts'
import { FRUSTRATION_SIGNS } from './frustration-signs.ts'
import { hashOf, seedOf } from './hash.ts'
import { collect, withMeasures } from './linear.ts'
import { fold, wordsOf } from './words.ts'

const [ANSWER_WORD, ANSWER_PAIR, BEFORE] = [seedOf(131), seedOf(137), seedOf(139)]
/** Of our last answer its end counts: that is what the customer replies to. */
const ANSWER_WORDS = 40
const ANSWER_WEIGHT = 0.8
const FEW_WORDS = 5
/** How loud a sign is beside the words of a text, which are of unit length together. */
export const SIGN_SCALE = 0.5

/** What a message says, what it answers, and its signs, which stand in the last slots of the table. */
export function frustrationVector(signs: Record<FrustrationSign, number>, text: string, history: Turn[], bits: number): SparseVector {
  const words = wordsOf(fold(text))
  const before = history.at(-1)
  const answer = before?.from === 'agent' ? wordsOf(fold(before.text)).slice(-ANSWER_WORDS) : []
  const said = collect(bits, (emit) => {
    emitFeatures(words, words.length < FEW_WORDS ? ['short'] : [], emit)
    for (const [at, word] of answer.entries()) {
      emit(hashOf(ANSWER_WORD, word), ANSWER_WEIGHT)
      const next = answer[at + 1]
      if (next !== undefined) emit(hashOf(ANSWER_PAIR, `${word} ${next}`), 1)
    }
    emit(hashOf(BEFORE, before?.from ?? 'nothing'), 1)
    if (before?.from === 'agent') emit(hashOf(BEFORE, /\?\s*$/.test(before.text) ? 'asked' : 'told'), 1)
  })
  return withMeasures(said, bits, FRUSTRATION_SIGNS.map(sign => signs[sign] * SIGN_SCALE))
}

/** The slot of the table in which a sign stands. */
export function slotOfSign(sign: FrustrationSign, bits: number): number {
  return 2 ** bits - 1 - FRUSTRATION_SIGNS.indexOf(sign)
}
