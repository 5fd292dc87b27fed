import type { SupabaseClient } from '@supabase/supabase-js'
import type { Lane } from '../_shared/jobs.ts'
import { attendLane, FIRST_LANE, isCustomerWaiting, LANES, LAST_LANE, QUICK_LANE, runLane } from '../_shared/jobs-lanes.ts'
import { createKick } from '../_shared/jobs.ts'

// Answers come first. What comes together is folded together, so a batch waits a moment; and while many stand at the door at once
// it waits until they are through, but no longer than a storm may last, and then takes little.
const LULL_MS = 20
const LONGEST_LULL_MS = 250
const CROWD = 4
const CROWD_LASTS_MS = 150
const LONGEST_STORM_MS = 2_000
const STORM_BATCH = 5
// What nobody waits for lets the other lanes finish first, for so long.
const LONGEST_DEFERENCE_MS = 10_000
// What is left after this, the next delivery or the next tick works off.
const LONGEST_WORK_MS = 25_000

/** The work that deliveries make, done between and after their answers: `begin` runs it, `answering` counts an answer under way. */
export function createAfterwork(admin: () => SupabaseClient, now: () => number, fetch?: typeof globalThis.fetch) {
  const lanes = LANES.map(lane => ({ lane, kick: createKick() }))
  let underWay = 0
  let crowdedAt = -Infinity
  const isStorming = () => performance.now() - crowdedAt < CROWD_LASTS_MS

  const isSmall = (lane: Lane) => lane === LAST_LANE || (lane === FIRST_LANE && isStorming())

  async function lull(lane: Lane, restMs: number): Promise<void> {
    const started = performance.now()
    const isUnfit = () => {
      const waited = performance.now() - started
      if (waited < LONGEST_STORM_MS && isStorming() && lane !== QUICK_LANE) return true
      return lane === LAST_LANE && waited < LONGEST_DEFERENCE_MS && isCustomerWaiting()
    }
    do await new Promise(resolve => setTimeout(resolve, restMs))
    while (isUnfit())
  }

  async function workOff(lane: Lane): Promise<void> {
    const until = performance.now() + LONGEST_WORK_MS
    let taken = 0
    let tookMs = 0
    do {
      // Rests as long as it worked, unless a customer waits: under load the batches grow, and many together cost little more than one.
      await lull(lane, lane === QUICK_LANE ? LULL_MS : Math.min(LONGEST_LULL_MS, Math.max(LULL_MS, tookMs)))
      const started = performance.now()
      // One batch at a time, so that a storm which begins meanwhile is answered first.
      taken = await runLane(lane, { admin: admin(), now, fetch }, isSmall(lane) ? STORM_BATCH : undefined)
      tookMs = performance.now() - started
      // One lane makes work for the others; who finds none makes none.
      if (taken > 0) begin(other => other !== lane)
    } while (taken > 0 && performance.now() < until)
  }

  function begin(isWanted: (lane: Lane) => boolean): void {
    for (const { lane, kick } of lanes) {
      if (isWanted(lane)) kick(async () => attendLane(lane, async () => workOff(lane)))
    }
  }

  return {
    begin: () => begin(lane => lane === FIRST_LANE),
    async answering(answer: () => Promise<void>): Promise<void> {
      underWay++
      if (underWay >= CROWD) crowdedAt = performance.now()
      try {
        await answer()
      }
      finally {
        underWay--
      }
    },
  }
}
