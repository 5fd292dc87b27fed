import type { CategorySpike } from '../../../shared/contracts/rule.ts'
import type { KnownRule } from '../../../shared/rules/decide.ts'
import type { Happening } from '../../../shared/rules/facts.ts'
import type { Job, Work } from './jobs.ts'
import type { KnownConversation } from './rule-rows.ts'
import { z } from 'zod'
import { decideRules } from '../../../shared/rules/decide.ts'
import { sendEffects } from './alarms.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueRules } from './rule-queue.ts'
import { readEnabledRules, readRuleFacts } from './rule-rows.ts'
import { runRow } from './rule-run-row.ts'
import { readSpike } from './rule-spike.ts'

const MINUTE = 60_000
// How long a rule waits before it looks again whether the shop has said who the customer is.
const SHOP_PAUSE_MS = 15_000
const Payload = z.object({ conversationId: z.number() })

/** Lets an account's rules look at what happened in conversations. What they decide is written down once, then done. */
export async function runRules(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const rules = await readEnabledRules(work.admin, accountId)
  if (rules.length === 0) return
  const ids = [...new Set(jobs.map(({ payload }) => Payload.parse(payload).conversationId))]
  const waiting: number[] = []
  let written = 0
  for (const known of await readRuleFacts(work.admin, accountId, ids, work.now())) {
    const happenings = [...known.happenings, ...await findSpikes(accountId, rules, known, work)]
    const { runs, isWaiting } = decideRules(rules, happenings, known.facts, known.done, known.isShopAsked, work.now())
    if (isWaiting) waiting.push(known.conversationId)
    if (runs.length === 0) continue
    written += await callRpc(work.admin, 'record_rule_runs', {
      p_account_id: accountId,
      p_conversation_id: known.conversationId,
      p_runs: runs.map(run => runRow(run, quietSecondsOf(run.ruleId, rules))),
      p_now: timestamp(work.now()),
    }, z.number())
  }
  await enqueueRules(accountId, waiting, work, SHOP_PAUSE_MS)
  if (written > 0) await sendEffects(work)
}

/** Which spikes this conversation tips or adds to. Whether one has been told of within its window, the database decides. */
async function findSpikes(accountId: number, rules: KnownRule[], known: KnownConversation, { admin, now }: Work): Promise<Happening[]> {
  const { facts, openedAt } = known
  const found: Happening[] = []
  for (const rule of rules) {
    const spike = spikeOf(rule)
    const categories: readonly (string | null)[] = spike?.anyOf ?? []
    if (!spike || !categories.includes(facts.category) || openedAt <= now() - spike.withinMinutes * MINUTE) continue
    const isSure = facts.isCategoryDecided || !facts.judgesOff.includes('category')
    if (!isSure) continue
    const { isSpike, ...measure } = await readSpike(admin, accountId, spike, facts.judgesOff, now())
    if (isSpike) found.push({ key: 'spike', on: 'category_spike', at: now(), ruleId: rule.id, spike: measure })
  }
  return found
}

function spikeOf(rule: KnownRule): CategorySpike | null {
  return 'event' in rule && rule.event.on === 'category_spike' ? rule.event : null
}

function quietSecondsOf(id: number, rules: KnownRule[]): number | null {
  const rule = rules.find(one => one.id === id)
  const spike = rule && spikeOf(rule)
  return spike ? spike.withinMinutes * 60 : null
}
