import type { Handling } from './forecast.ts'
import type { Desk, Waiting } from './queue.ts'
import { answerTimes } from './queue.ts'

// Beyond this the queue is ordered by due time: nobody works off so many before the next look.
const MOST_WEIGHED = 200

/**
 * The order of work that keeps the most promises: earliest due first, and where not all can be kept, those that are worth
 * least are left to the end (Moore and Hodgson's rule for late jobs, with weights, over several people). A promise is
 * given up only when a quick answer in its turn would come too late, as those before it take their median time. Broken
 * ones come last, who waits longest first: one more minute costs them no promise.
 */
export function orderOfWork(waiting: Waiting[], desk: Desk, handling: Handling, now: number): Waiting[] {
  const byDue = waiting.toSorted((a, b) => a.dueAt - b.dueAt || a.id - b.id)
  const broken = byDue.filter(({ dueAt }) => dueAt < now)
  const open = byDue.filter(({ dueAt }) => dueAt >= now)
  const kept: Waiting[] = []
  const lost: Waiting[] = []
  for (const one of open.slice(0, MOST_WEIGHED)) {
    kept.push(one)
    while (hasLate(kept, desk, handling, now)) {
      const least = leastWorth(kept)
      kept.splice(kept.indexOf(least), 1)
      lost.push(least)
    }
  }
  lost.sort((a, b) => b.weight - a.weight || a.dueAt - b.dueAt || a.id - b.id)
  broken.sort((a, b) => a.waitingSince - b.waitingSince || a.id - b.id)
  return [...kept, ...open.slice(MOST_WEIGHED), ...lost, ...broken]
}

function hasLate(kept: Waiting[], desk: Desk, { medianMs, p90Ms }: Handling, now: number): boolean {
  // The 10th percentile of a log-normal distribution: as far below the median as the 90th is above, by ratio.
  const quickMs = medianMs ** 2 / Math.max(p90Ms, medianMs)
  const isLate = (at: number | null, { dueAt }: Waiting) => at === null || at - medianMs + quickMs > dueAt
  return answerTimes(kept, desk, () => medianMs, now).some((at, index) => kept[index] && isLate(at, kept[index]))
}

// Of equals the latest joined: the others were in time before it came.
function leastWorth(kept: Waiting[]): Waiting {
  return kept.reduce((least, one) => one.weight <= least.weight ? one : least)
}
