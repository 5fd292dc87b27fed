import type { ReplayHandling } from '../contracts/replay.ts'
import type { Desk, Held, Person } from './desk.ts'
import type { PromiseBook } from './promises.ts'
import { seededShare } from '../routing/random.ts'

const SECOND = 1_000

/** What a person does next in a conversation: answer it, or look and pass it on. Durations are milliseconds. */
export interface Piece { ms: number, passTo: number | null }

/** The task that is due first; without a promise, who has waited longest. */
export function nextTask(person: Person, desk: Desk, promises: PromiseBook): Held | null {
  let best: Held | null = null
  let bestDue = Infinity
  for (const id of person.tasks) {
    const one = desk.held.get(id)
    if (!one) continue
    const due = promises.dueAt(id) ?? Infinity
    if (!best || due < bestDue || (due === bestDue && isOlder(one, best))) {
      best = one
      bestDue = due
    }
  }
  return best
}

/** How long this person needs for this turn; who lacks what it takes may pass it on once, to somebody on duty who has it. */
export function pieceOf(person: Person, one: Held, desk: Desk, handling: ReplayHandling, seed: number): Piece {
  const { conversationId, inboxId } = one.facts
  const isUnfit = !fits(person, one)
  if (isUnfit && !one.isPassedOn && seededShare(seed, conversationId) < handling.handover.share) {
    const fitting = desk.everyone
      .filter(other => other !== person && other.isOnDuty && other.inboxIds.includes(inboxId) && fits(other, one))
      .sort((a, b) => seededShare(seed + a.agentId, conversationId) - seededShare(seed + b.agentId, conversationId))
    if (fitting[0]) return { ms: handling.handover.seconds * SECOND, passTo: fitting[0].agentId }
  }
  const levels = Object.keys(one.truly.skills).map(skill => person.skills[skill] ?? 0)
  const level = levels.length > 0 ? handling.levelFactors[Math.min(...levels)] ?? 1 : 1
  const language = speaks(person, one) ? 1 : handling.languageFactor
  return { ms: (one.one.turns[one.turn]?.workMs ?? 0) * level * language, passTo: null }
}

function fits(person: Person, one: Held): boolean {
  return speaks(person, one) && Object.keys(one.truly.skills).every(skill => (person.skills[skill] ?? 0) > 0)
}

function speaks(person: Person, { truly: { language } }: Held): boolean {
  return language === null || person.languages.includes(language)
}

function isOlder(a: Held, b: Held): boolean {
  return a.facts.waitingSince === b.facts.waitingSince
    ? a.facts.conversationId < b.facts.conversationId
    : a.facts.waitingSince < b.facts.waitingSince
}
