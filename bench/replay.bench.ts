import type { ReplayResult } from '../shared/contracts/replay-result.ts'
import type { Reporter } from './figure.ts'
import { replayAll } from '../shared/replay/replay.ts'
import { benchMonth } from './replay-month.ts'

const FEWER_BROKEN = 0.3
const LONGEST_S = 10
// The policy was tuned on the first month; these it never saw.
const OTHER_SEEDS = [2, 3, 4, 5, 6, 7, 8]
// Nobody is faster or slower for what they know, and nothing is passed on: what is left is the order and the load alone.
const NO_SKILLS = { levelFactors: [1, 1, 1, 1], languageFactor: 1, handover: { share: 0, seconds: 0 } }

/**
 * Our routing against Chatwoot's round robin on the seeded month: a desk with enough hands, one without, and one where
 * skill means nothing.
 */
export async function measure({ report }: Reporter): Promise<void> {
  compare('staffed', benchMonth(220), FEWER_BROKEN)
  compare('short_of_hands', benchMonth(300), FEWER_BROKEN)
  compare('skills_mean_nothing', benchMonth(220, { handling: NO_SKILLS }))
  for (const [name, perDay] of [['staffed', 220], ['short_of_hands', 300]] as const) {
    const others = OTHER_SEEDS.map((seed) => {
      const { config, events } = benchMonth(perDay, { seed })
      return replayAll(config, events, 'generated').change.fewerBroken?.value ?? 0
    })
    report(`${name}.other_seeds.fewer_broken_least`, Math.min(...others), 'share', FEWER_BROKEN)
  }
  const { config, events } = benchMonth(333)
  const started = performance.now()
  const { conversations } = replayAll(config, events, 'generated')
  report('ten_thousand', (performance.now() - started) / 1000 * 10_000 / conversations, 's', LONGEST_S)

  function compare(name: string, { config, events }: ReturnType<typeof benchMonth>, target?: number): void {
    const { before, after, change }: ReplayResult = replayAll(config, events, 'generated')
    report(`${name}.broken`, after.broken, 'count', before.broken)
    if (change.fewerBroken) {
      report(`${name}.fewer_broken`, change.fewerBroken.value, 'share', target)
      report(`${name}.fewer_broken_low`, change.fewerBroken.low, 'share')
      report(`${name}.fewer_broken_high`, change.fewerBroken.high, 'share')
    }
    if (after.fairness && before.fairness && change.fairness) {
      report(`${name}.fairness`, after.fairness.value, 'score', before.fairness.value)
      report(`${name}.fairness_change_low`, change.fairness.low, 'score')
      report(`${name}.fairness_change_high`, change.fairness.high, 'score')
    }
    if (after.workFairness && before.workFairness) report(`${name}.work_fairness`, after.workFairness.value, 'score', before.workFairness.value)
    report(`${name}.reassignments`, after.reassignments, 'count', before.reassignments)
  }
}
