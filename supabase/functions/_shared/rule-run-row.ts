import type { RuleRun } from '../../../shared/rules/decide.ts'
import { timestamp } from './jobs-rpc.ts'

/** A run as the database takes it; `quietSeconds` is how long a spike is not told of again. */
export function runRow({ ruleId, happening, outcome, reasons, effects, unreadable }: RuleRun, quietSeconds: number | null) {
  return {
    rule_id: ruleId,
    event_key: happening.key,
    event: happening.on,
    happened_at: timestamp(happening.at),
    outcome,
    reasons,
    effects,
    unreadable,
    measure: happening.spike ?? null,
    quiet_seconds: quietSeconds,
  }
}
