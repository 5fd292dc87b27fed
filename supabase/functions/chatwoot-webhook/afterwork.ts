import type { SupabaseClient } from '@supabase/supabase-js'
import type { Lane } from '../_shared/jobs.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { FIRST_LANE, LANES } from '../_shared/jobs-lanes.ts'
import { createKick, runDueJobs } from '../_shared/jobs.ts'

// Answers come first: folding waits for a pause between them, and in a storm that knows none no longer than this; then it takes little.
const LULL_MS = 20
const LONGEST_STORM_MS = 2_000
const STORM_BATCH = 5
// What is left after this, the next delivery or the next tick works off.
const LONGEST_WORK_MS = 25_000

/** The work that deliveries make, done between and after their answers: `begin` runs it, `answering` counts an answer under way. */
export function createAfterwork(admin: () => SupabaseClient, now: () => number, fetch?: typeof globalThis.fetch) {
  const lanes = LANES.map(lane => ({ lane, kick: createKick() }))
  let underWay = 0
  let answeredAt = 0
  const isStorming = () => underWay > 0 || performance.now() - answeredAt < LULL_MS

  async function lull(until = performance.now() + LONGEST_STORM_MS): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, LULL_MS))
    if (isStorming() && performance.now() < until) await lull(until)
  }

  async function workOff(lane: Lane): Promise<void> {
    const until = performance.now() + LONGEST_WORK_MS
    let taken = 0
    do {
      await lull()
      // One batch at a time, so that a storm which begins meanwhile is answered first.
      taken = await runDueJobs(JOB_HANDLERS, { admin: admin(), now, fetch }, 0, isStorming() ? STORM_BATCH : undefined, lane)
      // One lane makes work for the others; who finds none makes none.
      if (taken > 0) begin(other => other !== lane)
    } while (taken > 0 && performance.now() < until)
  }

  function begin(isWanted: (lane: Lane) => boolean): void {
    for (const { lane, kick } of lanes) {
      if (isWanted(lane)) kick(async () => workOff(lane))
    }
  }

  return {
    begin: () => begin(lane => lane === FIRST_LANE),
    async answering(answer: () => Promise<void>): Promise<void> {
      underWay++
      try {
        await answer()
      }
      finally {
        underWay--
        answeredAt = performance.now()
      }
    },
  }
}
