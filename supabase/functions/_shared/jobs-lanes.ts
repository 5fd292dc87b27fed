import type { Lane, Work } from './jobs.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { createKick, runDueJobs } from './jobs.ts'

const FOLDING = ['fold_event']
const ASSIGNING = ['assign_conversation', 'sweep_routing']
const LONG = ['replay_routing', 'import_history']

/** Where a delivery goes; what it makes goes into the others. */
export const FIRST_LANE: Lane = { only: FOLDING }
/** What a customer waits for. */
export const QUICK_LANE: Lane = { only: ASSIGNING }

/** What the shop told, for whoever has just heard it; else it comes with what nobody waits for. */
export const NEWS_LANE: Lane = { only: ['tell_shop_news', 'trace_shop_news'] }

/** What nobody waits for. */
export const LAST_LANE: Lane = { without: [...FOLDING, ...ASSIGNING, ...LONG] }

/** What takes seconds to hours: a job at a time, and nothing else stands behind it. */
const LONG_LANE: Lane = { only: LONG }
// Whoever knocks once a minute keeps it going.
const LONG_BUDGET_MS = 55_000
const kickLong = createKick()

/** Goes on with long work, after the answer has left; one run at a time in this process. */
export function runLongJobs(work: Work): void {
  kickLong(async () => runDueJobs(JOB_HANDLERS, work, LONG_BUDGET_MS, 1, LONG_LANE))
}

/** What runs side by side: events never wait for Chatwoot, and who waits for a person never stands behind a shop that takes its time. */
export const LANES: Lane[] = [FIRST_LANE, QUICK_LANE, LAST_LANE]

const LOOK_AGAIN_MS = 50
const turns = new Map<Lane, Promise<unknown>>()
const attended = new Set<Lane>()

/** Works at a lane until it is empty, with whatever rests; meanwhile others in this process leave the lane alone. */
export async function attendLane(lane: Lane, work: () => Promise<void>): Promise<void> {
  attended.add(lane)
  await work().finally(() => attended.delete(lane))
}

/** Whether somebody in this process is at what a customer waits for. */
export function isCustomerWaiting(): boolean {
  return attended.has(FIRST_LANE) || attended.has(QUICK_LANE)
}

/**
 * Works off one batch of a lane, or `batch` jobs of it, when whoever is at it in this process is done: two who share a lane halve each
 * other's batches and cost twice as much. Returns how many jobs were taken.
 */
export async function runLane(lane: Lane, work: Work, batch?: number): Promise<number> {
  const turn = Promise.resolve(turns.get(lane)).catch(() => {}).then(async () => runDueJobs(JOB_HANDLERS, work, 0, batch, lane))
  turns.set(lane, turn)
  return turn
}

/**
 * Works off all that is due but long work, until nothing is or `budgetMs` is spent; what nobody waits for comes when nobody waits,
 * or at the end. Lanes that somebody attends are waited for. Returns how many jobs were taken.
 */
export async function runAllLanes(work: Work, budgetMs = 25_000): Promise<number> {
  const until = performance.now() + budgetMs
  const runFree = async (lane: Lane) => attended.has(lane) ? 0 : runLane(lane, work)
  for (let total = 0; ;) {
    const [folded, placed] = await Promise.all([runFree(FIRST_LANE), runFree(QUICK_LANE)])
    const isOver = performance.now() > until
    const late = folded + placed === 0 || isOver ? await runFree(LAST_LANE) : 0
    const taken = folded + placed + late
    total += taken
    if (isOver || (taken === 0 && attended.size === 0)) return total
    // One lane makes work for another.
    if (taken === 0) await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
