import type { Work } from '../_shared/jobs.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { NEWS_LANE, runLane } from '../_shared/jobs-lanes.ts'
import { createKick } from '../_shared/jobs.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { followPayouts } from '../_shared/order-actions/payouts.ts'

// As long as the database lets panels rest between two pieces of news, and a moment.
const QUIET_MS = 10_100

/**
 * What follows from news after they were answered: at once what was woken, and a little later what came in their burst. The tick
 * finds what is left.
 */
export function createAfterwork(work: () => Work, sleep: (ms: number) => Promise<void>) {
  const kickNow = createKick()
  const kickLater = createKick()

  return () => {
    kickNow(async () => {
      await runLane(NEWS_LANE, work())
      await carryOutDue(work())
      await followPayouts(work())
      await sendEffects(work())
    })
    kickLater(async () => {
      await sleep(QUIET_MS)
      await runLane(NEWS_LANE, work())
    })
  }
}
