import type { SupabaseClient } from '@supabase/supabase-js'
import type { MacroRun, MacroShelf, MacroStep } from '../../../shared/contracts/macro.ts'
import type { BriefQuestion } from '../_shared/brief.ts'
import type { RunRow } from '../_shared/macro-rows.ts'
import { z } from 'zod'
import { MacroDefinition } from '../../../shared/contracts/macro.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc } from '../_shared/jobs-rpc.ts'
import { runOf, RunRows } from '../_shared/macro-rows.ts'

const Row = z.object({ id: z.number(), version: z.number(), definition: z.unknown() })
const Uses = z.array(z.object({ macro_id: z.number(), uses: z.number() }))
const RUNS = 20

export interface KnownMacro { id: number, version: number, definition: MacroDefinition }
type Reader = Pick<BriefQuestion, 'accountId' | 'conversationId' | 'now'>

/** A macro that is on; refuses with `macro_not_found`, and with `macro_unreadable` when a newer version wrote it. */
export async function readMacro(supabase: SupabaseClient, accountId: number, id: number): Promise<KnownMacro> {
  const { data, error } = await supabase
    .from('chatwoot_macros')
    .select('id, version, definition')
    .match({ account_id: accountId, id, is_enabled: true })
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('macro_not_found')
  const row = Row.parse(data)
  const definition = MacroDefinition.safeParse(row.definition)
  if (!definition.success) throw new ProblemError('macro_unreadable', { detail: definition.error.issues[0]?.path.join('.') })
  return { ...row, definition: definition.data }
}

/** The macros that may be run, and the conversation's latest runs. */
export async function readShelf(supabase: SupabaseClient, { accountId, conversationId, now }: Reader): Promise<MacroShelf> {
  const [macros, uses, runs] = await Promise.all([
    supabase.from('chatwoot_macros').select('id, version, definition').match({ account_id: accountId, is_enabled: true }).order('position').order('id'),
    callRpc(supabase, 'macro_uses', { p_account_id: accountId }, Uses),
    callRpc(supabase, 'macro_run_rows', { p_account_id: accountId, p_conversation_id: conversationId, p_limit: RUNS }, RunRows),
  ])
  if (macros.error) throw new ProblemError('internal', { cause: macros.error })
  const timesOf = new Map(uses.map(({ macro_id, uses: times }) => [macro_id, times]))
  const shelf = z.array(Row).parse(macros.data).flatMap(({ id, definition }) => {
    const known = MacroDefinition.safeParse(definition)
    if (!known.success) return []
    const { name, description, inputs, steps, suggestedFor } = known.data
    return [{ id, name, description, suggestedFor, inputs, acts: actsOf(steps), uses: timesOf.get(id) ?? 0 }]
  })
  return { macros: shelf, runs: runs.map(row => runOf(row, now)) }
}

/** A run of this conversation, as the caller may see it; refuses with `run_not_found`. */
export async function readRun(supabase: SupabaseClient, reader: Reader, id: string): Promise<MacroRun> {
  return runOf(await readRunRow(supabase, reader, id), reader.now)
}

/** As it is kept, with what is not shown of it. */
export async function readRunRow(supabase: SupabaseClient, { accountId, conversationId }: Reader, id: string): Promise<RunRow> {
  const rows = await callRpc(supabase, 'macro_run_rows', { p_account_id: accountId, p_conversation_id: conversationId, p_limit: 100 }, RunRows)
  const row = rows.find(one => one.id === id)
  if (!row) throw new ProblemError('run_not_found')
  return row
}

function actsOf(steps: MacroStep[]): string[] {
  return steps.flatMap(step => step.do === 'if' ? [...actsOf(step.then), ...actsOf(step.otherwise)] : [step.do])
}
