import type { Job, Work } from './jobs.ts'
import type { EffectRef, OpenEffect } from './rule-effect.ts'
import { z } from 'zod'
import { MacroDefinition } from '../../../shared/contracts/macro.ts'
import { missingIn, planByRule } from '../../../shared/macros/by-rule.ts'
import { isComplete, planMacro } from '../../../shared/macros/plan.ts'
import { ProblemError } from './app.ts'
import { createEmbedder } from './embeddings.ts'
import { advanceMacro } from './jobs-macro.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readMacroFacts } from './macro-facts.ts'
import { asksOrder, rehearseActions } from './macro-plan.ts'
import { EffectRef as EffectRefSchema, readOpenEffect, skipEffect } from './rule-effect.ts'

// Work that is half an hour late, or fails again and again, is for people.
const PATIENCE_MS = 30 * 60_000
const TRIES = 7
const Row = z.object({ version: z.number(), definition: z.unknown() }).nullable()
const Started = z.object({ id: z.uuid().nullable(), refused: z.enum(['macro_often']).nullable() })

/**
 * Starts the macros that rules asked for, each once, in the rule's name. One that lacks something is not run at all, and the log says
 * what it lacks. No act of a macro is an event of a rule; what a customer's own machine answers is held up by how often a macro may run.
 */
export async function startRuleMacros(accountId: number, jobs: Job[], work: Work): Promise<void> {
  for (const { payload, attempts } of jobs) {
    const ref = EffectRefSchema.parse(payload)
    const open = await readOpenEffect(work.admin, accountId, ref)
    if (!open) continue
    if (attempts > TRIES || work.now() > open.ran_at + PATIENCE_MS) await skipEffect(work.admin, accountId, ref, 'too_late')
    else await start(accountId, ref, open, work)
  }
}

async function start(accountId: number, ref: EffectRef, open: OpenEffect, work: Work): Promise<void> {
  const { admin, now, fetch } = work
  const { effect: { action }, conversation_id: conversationId, rule_name } = open
  if (action.do !== 'run_macro' || action.macroId === null) return
  const macro = await readMacro(accountId, action.macroId, work)
  if (!macro) return skipEffect(admin, accountId, ref, 'macro_gone')
  const asking = { supabase: admin, admin, userId: null, accountId, conversationId, now: now(), fetch }
  const given = { answers: action.inputs, orderId: undefined, asksOrder: asksOrder(macro.definition) }
  const facts = await readMacroFacts({ ...asking, embedder: createEmbedder({ fetch }) }, null, given)
  const who = { agentId: null, name: rule_name, role: 'agent' } as const
  const plan = planByRule(await rehearseActions(planMacro(macro.definition, facts), { ...asking, who }, work), action.maySend)
  if (!isComplete(plan)) return skipEffect(admin, accountId, ref, 'macro_holes', missingIn(plan))
  const [started] = await callRpc(admin, 'start_rule_macro', {
    p_account_id: accountId,
    p_run_id: ref.ruleRunId,
    p_index: ref.index,
    p_macro_id: action.macroId,
    p_version: macro.version,
    p_name: macro.definition.name,
    p_rule_name: rule_name,
    p_plan: plan,
    p_may_send: action.maySend,
    p_now: timestamp(now()),
  }, z.array(Started))
  if (started?.refused) return skipEffect(admin, accountId, ref, started.refused)
  if (started?.id) await advanceMacro(started.id, work)
}

interface KnownMacro { version: number, definition: MacroDefinition }

async function readMacro(accountId: number, id: number, { admin }: Work): Promise<KnownMacro | null> {
  const { data, error } = await admin
    .from('chatwoot_macros')
    .select('version, definition')
    .match({ account_id: accountId, id, is_enabled: true })
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const row = Row.parse(data)
  const definition = MacroDefinition.safeParse(row?.definition)
  return row && definition.success ? { version: row.version, definition: definition.data } : null
}
