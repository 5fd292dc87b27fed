import type { KnownRule } from '../../../shared/rules/decide.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { decideRules } from '../../../shared/rules/decide.ts'
import { readRule } from '../../../shared/rules/read.ts'
import { occurrenceOf, statusesOf } from '../../../shared/rules/time.ts'
import { sendEffects } from './alarms.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'
import { readEnabledRules, readRuleFacts, RuleRow } from './rule-rows.ts'
import { runRow } from './rule-run-row.ts'

const BATCH = 100
const Timed = z.array(RuleRow.extend({ account_id: z.number(), time_zone: z.string() }))
const Turn = z.object({ ruleId: z.number(), key: z.string(), at: z.number(), after: z.number() })

/** Begins what the clock asks rules for, each occurrence once, however many knock. */
export async function openOccurrences({ admin, now }: Work): Promise<void> {
  for (const { account_id, time_zone, enabled_at, ...row } of await callRpc(admin, 'timed_rules', {}, Timed)) {
    const rule = readRule({ ...row, enabledAt: enabled_at })
    const occurrence = isTimed(rule) ? occurrenceOf(rule.event, now(), time_zone) : null
    if (!occurrence || occurrence.at < rule.enabledAt) continue
    await callRpc(admin, 'open_rule_occurrence', {
      p_account_id: account_id,
      p_rule_id: rule.id,
      p_key: occurrence.key,
      p_at: timestamp(occurrence.at),
      p_now: timestamp(now()),
    }, z.boolean())
  }
}

/**
 * Lets rules of the clock look at conversations, a hundred at a time; the next hundred is a job of its own. Only what they do is
 * written down.
 */
export async function runTimedRules(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const rules = await readEnabledRules(work.admin, accountId)
  for (const { payload } of jobs) {
    const turn = Turn.parse(payload)
    const rule = rules.find(({ id }) => id === turn.ruleId)
    if (!rule || !isTimed(rule)) continue
    const ids = await callRpc(work.admin, 'timed_conversations', {
      p_account_id: accountId,
      p_statuses: statusesOf(rule),
      p_after: turn.after,
      p_limit: BATCH,
      p_now: timestamp(work.now()),
    }, z.array(z.number()))
    const last = ids.at(-1)
    if (last === undefined) continue
    const written = await decide(accountId, rule, turn, ids, work)
    if (ids.length === BATCH) await enqueueJob(work, accountId, 'run_timed_rule', { ...turn, after: last }, `${turn.ruleId} ${turn.key} ${last}`)
    if (written > 0) await sendEffects(work)
  }
}

async function decide(accountId: number, rule: TimedRule, turn: z.infer<typeof Turn>, ids: number[], work: Work): Promise<number> {
  const { key, at } = turn
  let written = 0
  for (const known of await readRuleFacts(work.admin, accountId, ids, work.now())) {
    const happening = { key, on: 'time', at, ruleId: rule.id } as const
    const { runs } = decideRules([rule], [happening], known.facts, known.done, false, work.now())
    const acted = runs.filter(({ outcome }) => outcome === 'acted')
    if (acted.length === 0) continue
    written += await callRpc(work.admin, 'record_rule_runs', {
      p_account_id: accountId,
      p_conversation_id: known.conversationId,
      p_runs: acted.map(run => runRow(run, null)),
      p_now: timestamp(work.now()),
    }, z.number())
  }
  return written
}

type TimedRule = Extract<KnownRule, { event: object }> & { event: { on: 'time', weekdays: number[], atMinute: number } }
function isTimed(rule: KnownRule): rule is TimedRule {
  return 'event' in rule && rule.event.on === 'time'
}
