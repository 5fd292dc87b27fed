import type { Lane, Work } from './jobs.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { runDueJobs } from './jobs.ts'

const FOLDING = ['fold_event']
const ASSIGNING = ['assign_conversation', 'sweep_routing']

/** Where a delivery goes; what it makes goes into the others. */
export const FIRST_LANE: Lane = { only: FOLDING }
/** What a customer waits for. */
export const QUICK_LANE: Lane = { only: ASSIGNING }

/** What nobody waits for. */
export const LAST_LANE: Lane = { without: [...FOLDING, ...ASSIGNING] }

/** What runs side by side: events never wait for Chatwoot, and who waits for a person never stands behind a shop that takes its time. */
export const LANES: Lane[] = [FIRST_LANE, QUICK_LANE, LAST_LANE]

/** Works off all that is due, each lane on its own, until nothing is or `budgetMs` is spent. Returns how many jobs were taken. */
export async function runAllLanes(work: Work, budgetMs = 25_000): Promise<number> {
  const until = performance.now() + budgetMs
  for (let total = 0; ;) {
    const left = Math.max(0, until - performance.now())
    const taken = await Promise.all(LANES.map(async lane => runDueJobs(JOB_HANDLERS, work, left, undefined, lane)))
    const sum = taken.reduce((all, one) => all + one, 0)
    total += sum
    // One lane makes work for another.
    if (sum === 0 || performance.now() > until) return total
  }
}
