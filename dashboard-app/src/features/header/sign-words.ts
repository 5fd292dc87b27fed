import type { ParseKeys } from 'i18next'

const WORDS: ReadonlyMap<string, ParseKeys> = new Map([
  ['mood', 'mood.sign.mood'],
  ['wording', 'mood.sign.mood'],
  ['moodBefore', 'mood.sign.mood_before'],
  ['again', 'mood.sign.again'],
  ['unanswered', 'mood.sign.unanswered'],
  ['denied', 'mood.sign.denied'],
  ['threat', 'mood.sign.threat'],
  ['anger', 'mood.sign.anger'],
  ['human', 'mood.sign.human'],
  ['unsolved', 'mood.sign.failed_before'],
  ['stalled', 'mood.sign.failed_before'],
  ['capitals', 'mood.sign.capitals'],
  ['exclamation', 'mood.sign.exclamation'],
  ['repeated', 'mood.sign.repeated'],
  ['chasing', 'mood.sign.chasing'],
  ['failedBefore', 'mood.sign.failed_before'],
  ['failedOften', 'mood.sign.failed_often'],
  ['agentRepeats', 'mood.sign.agent_repeats'],
  ['turns', 'mood.sign.turns'],
  ['waited', 'mood.sign.waited'],
] as const)

/** The words for a sign of frustration; none for one this panel does not know. */
export function signWord(sign: string): ParseKeys | undefined {
  return WORDS.get(sign)
}
