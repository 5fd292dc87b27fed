import type { MacroDefinition, MacroPlan, MacroStep } from '../../../shared/contracts/macro.ts'
import type { RehearsalAnswer } from '../../../shared/contracts/order-action.ts'
import type { Work } from './jobs.ts'
import type { Asker } from './order-actions/rehearse.ts'
import { withAnswers } from '../../../shared/macros/settle-late.ts'
import { digestText } from './digest.ts'
import { openShop, prepare } from './order-actions/rehearse.ts'

/** The plan with what each of its actions with the order would do, by the code that does it; those before step `from` are behind. */
export async function rehearseActions(
  plan: MacroPlan,
  { accountId, conversationId, who }: { accountId: number, conversationId: number, who: Asker },
  work: Work,
  from = 0,
): Promise<MacroPlan> {
  const wishes = plan.steps.slice(from).flatMap(({ path, action }) => {
    return action?.wish ? [{ path, orderId: action.orderId, action: action.wish }] : []
  })
  if (wishes.length === 0) return withAnswers(plan, new Map())
  const shop = await openShop(accountId, work)
  const answers = await Promise.all(wishes.map(async ({ path, orderId, action }): Promise<[string, RehearsalAnswer]> => {
    const prepared = await prepare({ accountId, conversationId, who, orderId, action }, shop, work)
    return [path, prepared.status === 'ready' ? { status: 'ready', rehearsal: prepared.rehearsal } : prepared]
  }))
  return withAnswers(plan, new Map(answers))
}

/** Whether a macro has to know what can be done with the order before it is planned. */
export function asksOrder({ inputs, steps }: Pick<MacroDefinition, 'inputs' | 'steps'>): boolean {
  const fills = (list: MacroStep[]): boolean => list.some((step) => {
    if (step.do === 'if') return fills(step.then) || fills(step.otherwise)
    return step.do === 'order_action' && Object.keys(step.from).length > 0
  })
  return inputs.some(({ type }) => type === 'order_lines') || fills(steps)
}

/** Stands for all that would be done: other steps, texts or actions are another digest. */
export async function digestOfPlan({ language, steps }: MacroPlan, version: number): Promise<string> {
  return digestText(JSON.stringify([version, language, steps.map(({ path, act, text, late, action, skipped }) => (
    [path, act, text, late, action && [action.orderId, action.wish, action.reason, action.answer && digestOfAnswer(action.answer)], skipped]
  ))]))
}
function digestOfAnswer(answer: RehearsalAnswer): string {
  return answer.status === 'ready' ? answer.rehearsal.digest : answer.because
}
