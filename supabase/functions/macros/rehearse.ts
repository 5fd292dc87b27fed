import type { MacroAnswers, MacroPlan, Rehearsal } from '../../../shared/contracts/macro.ts'
import type { BriefQuestion } from '../_shared/brief.ts'
import type { Caller } from '../_shared/caller.ts'
import type { KnownMacro } from './rows.ts'
import { isComplete, planMacro } from '../../../shared/macros/plan.ts'
import { digestText } from '../_shared/digest.ts'
import { readMacroFacts } from '../_shared/macro-facts.ts'

/** What a macro would do here and now; nothing is done. A run begins with the same, and with this very `digest`. */
export async function rehearse(
  { definition, version }: Pick<KnownMacro, 'definition' | 'version'>,
  asking: Omit<BriefQuestion, 'shopFor'>,
  caller: Caller,
  given: { answers: MacroAnswers, orderId: string | undefined },
): Promise<Rehearsal> {
  const plan = planMacro(definition, await readMacroFacts(asking, caller, given))
  return { plan, version, digest: await digestOf(plan, version), canRun: isComplete(plan) }
}

async function digestOf({ language, steps }: MacroPlan, version: number): Promise<string> {
  return digestText(JSON.stringify([version, language, steps.map(({ path, act, text, skipped }) => [path, act, text, skipped])]))
}
