import type { MacroPlan, MacroStep, PlannedBranch, PlannedStep } from '#shared/contracts/macro'

/** A rehearsal in reading order: which way each branch goes, and the steps of that way. */
export type RehearsalRow =
  | { kind: 'branch', depth: number, step: Extract<MacroStep, { do: 'if' }>, branch: PlannedBranch }
  | { kind: 'step', depth: number, step: PlannedStep }

export function rehearsalRows(steps: MacroStep[], plan: Pick<MacroPlan, 'steps' | 'branches'>): RehearsalRow[] {
  const planned = new Map(plan.steps.map(step => [step.path, step]))
  const branches = new Map(plan.branches.map(branch => [branch.path, branch]))
  const walk = (list: MacroStep[], within: string, depth: number): RehearsalRow[] => list.flatMap((step, index): RehearsalRow[] => {
    const path = `${within}${index}`
    const branch = branches.get(path)
    if (step.do === 'if') {
      if (!branch) return []
      const side = branch.isHeld ? 'then' : 'otherwise'
      return [{ kind: 'branch', depth, step, branch }, ...walk(step[side], `${path}.${side}.`, depth + 1)]
    }
    const would = planned.get(path)
    return would ? [{ kind: 'step', depth, step: would }] : []
  })
  return walk(steps, '', 0)
}
