import type { MacroAnswers, Rehearsal } from '../../../shared/contracts/macro.ts'
import type { BriefQuestion } from '../_shared/brief.ts'
import type { Caller } from '../_shared/caller.ts'
import type { KnownMacro } from './rows.ts'
import { isComplete, planMacro } from '../../../shared/macros/plan.ts'
import { readMacroFacts } from '../_shared/macro-facts.ts'
import { asksOrder, digestOfPlan, rehearseActions } from '../_shared/macro-plan.ts'

/** What a macro would do here and now; nothing is done. A run begins with the same, and with this very `digest`. */
export async function rehearse(
  { definition, version }: Pick<KnownMacro, 'definition' | 'version'>,
  asking: Omit<BriefQuestion, 'shopFor'>,
  caller: Caller,
  given: { answers: MacroAnswers, orderId: string | undefined },
): Promise<Rehearsal> {
  const { admin, now, fetch } = asking
  const facts = await readMacroFacts(asking, caller, { ...given, asksOrder: asksOrder(definition) })
  const plan = await rehearseActions(planMacro(definition, facts), { ...asking, who: caller }, { admin, now: () => now, fetch })
  return { plan, version, digest: await digestOfPlan(plan, version), canRun: isComplete(plan) }
}
