import type { MacroInput, MacroStep } from '#shared/contracts/macro'
import type { RuleDefinition } from '#shared/contracts/rule'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer } from '../database'
import type { Places, RunnableMacro } from './rule-words'
import { MacroDefinition, RunState } from '#shared/contracts/macro'
import { RuleDefinition as Definition, RuleEffect, RuleEvent, RuleOutcome, RuleReason, SpikeMeasure } from '#shared/contracts/rule'
import { whereOf } from '#shared/rules/read'
import { z } from 'zod'
import { readLinkBase, readRows, refuseNone } from '../database'
import { readPlaces } from './places'

const Instant = z.string().transform(text => Date.parse(text))
const RuleRow = z
  .object({ id: z.number(), position: z.number(), is_enabled: z.boolean(), definition: z.object({ name: z.string() }).loose() })
  .transform(({ id, position, is_enabled, definition }) => {
    const parsed = Definition.safeParse(definition)
    const base = { id, position, isEnabled: is_enabled, name: definition.name }
    if (parsed.success) return { ...base, definition: parsed.data, unreadable: null }
    return { ...base, definition: null, unreadable: whereOf(parsed.error) || 'rule' }
  })
/** A rule of the list; without a definition a newer version wrote it. */
export type ListedRule = z.infer<typeof RuleRow>

const Ids = z.array(z.object({ id: z.number() }))
const Acting = z.array(z.object({ is_acting: z.boolean() }))
const MacroRow = z.object({ id: z.number(), is_enabled: z.boolean(), definition: z.unknown() })
const On = z.enum(RuleEvent.options.map(option => option.shape.on.value))
const RunRow = z.object({
  id: z.number(),
  conversation_id: z.number(),
  contact_name: z.string(),
  event: On,
  outcome: RuleOutcome,
  // What an older version wrote down and this one cannot read is left out of the log, not the whole log.
  reasons: z.array(RuleReason).catch([]),
  effects: z.array(RuleEffect).catch([]),
  unreadable: z.string().nullable(),
  measure: SpikeMeasure.nullable().catch(null),
  ran_at: Instant,
  outside: z.array(z.object({ effect: z.string(), state: z.string(), code: z.string().nullable() })),
  approvals: z.array(z.object({ state: z.enum(['waiting', 'approved', 'refused', 'expired']), index: z.number().nullable().default(null) })),
  macros: z.array(z.object({ state: RunState, index: z.number() })),
})
export type LoggedRun = z.infer<typeof RunRow>

export interface RulesOfAccount { rules: ListedRule[], places: Places, isCategoryActing: boolean, linkBase: string }

/** The rules of an account, and what they may name. */
export async function readRules(client: SupabaseClient, accountId: number): Promise<RowAnswer<RulesOfAccount>> {
  const of = (table: string, columns: string) => client.from(table).select(columns).eq('account_id', accountId)
  const [rules, places, acting, linkBase, macros] = await Promise.all([
    readRows(of('automation_rules', 'id, position, is_enabled, definition').order('position').order('id'), z.array(RuleRow)),
    readPlaces(client, accountId),
    readRows(of('judge_settings', 'is_acting').eq('judge', 'category'), Acting),
    readLinkBase(client, accountId),
    readRows(of('chatwoot_macros', 'id, is_enabled, definition').order('position').order('id'), z.array(MacroRow)),
  ])
  for (const answer of [rules, places, acting, linkBase, macros]) {
    if (!answer.ok) return answer
  }
  if (!rules.ok || !places.ok || !acting.ok || !linkBase.ok || !macros.ok) return { ok: false, code: 'internal' }
  return {
    ok: true,
    value: {
      rules: rules.value,
      places: { ...places.value, macros: macros.value.flatMap(runnableOf) },
      isCategoryActing: acting.value[0]?.is_acting ?? false,
      linkBase: linkBase.value,
    },
  }
}

// One that this version cannot read cannot be run either.
function runnableOf({ id, is_enabled, definition }: z.infer<typeof MacroRow>): RunnableMacro[] {
  const parsed = MacroDefinition.safeParse(definition)
  if (!parsed.success) return []
  const { name, inputs, steps } = parsed.data
  // Which lines of an order are meant nobody can say beforehand.
  const [lines, answerable] = [inputs.filter(isLines), inputs.filter(input => !isLines(input))]
  const isRunnable = is_enabled && lines.every(({ isRequired }) => !isRequired)
  return [{ id, name, isEnabled: isRunnable, inputs: answerable, sends: sendsIn(steps) }]
}
function isLines({ type }: MacroInput): boolean {
  return type === 'order_lines'
}
function sendsIn(steps: MacroStep[]): boolean {
  return steps.some(step => step.do === 'if' ? sendsIn(step.then) || sendsIn(step.otherwise) : step.do === 'send_message' || step.do === 'order_action')
}

/** Writes a rule; without an id it is added at the end, switched off. */
export async function saveRule(client: SupabaseClient, accountId: number, id: number | null, position: number, definition: RuleDefinition) {
  return refuseNone(await readRows(id === null
    ? client.from('automation_rules').insert({ account_id: accountId, position, definition }).select('id')
    : client.from('automation_rules').update({ definition }).eq('account_id', accountId).eq('id', id).select('id'), Ids))
}

type Change = { is_enabled: boolean } | { position: number }

export async function changeRule(client: SupabaseClient, accountId: number, id: number, change: Change) {
  return refuseNone(await readRows(client.from('automation_rules').update(change).eq('account_id', accountId).eq('id', id).select('id'), Ids))
}

export async function removeRule(client: SupabaseClient, accountId: number, id: number) {
  return refuseNone(await readRows(client.from('automation_rules').delete().eq('account_id', accountId).eq('id', id).select('id'), Ids))
}

/** Runs of a rule, the newest first, older than `before`. */
export async function readLog(
  client: SupabaseClient,
  accountId: number,
  ruleId: number,
  before: number | null,
): Promise<RowAnswer<LoggedRun[]>> {
  return readRows(client.rpc('rule_log', { p_account_id: accountId, p_rule_id: ruleId, p_before: before }), z.array(RunRow))
}
