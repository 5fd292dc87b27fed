import type { MacroDefinition, MacroStep } from '#shared/contracts/macro'

/** How many steps there are, branches and what is in them counted. */
export function countSteps(steps: MacroStep[]): number {
  return steps.reduce((sum, step) => sum + 1 + (step.do === 'if' ? countSteps(step.then) + countSteps(step.otherwise) : 0), 0)
}

/** Whether a step assigns a team that was never chosen: a run would refuse. */
export function lacksTeam(steps: MacroStep[]): boolean {
  return steps.some(step => step.do === 'if' ? lacksTeam([...step.then, ...step.otherwise]) : step.do === 'assign_team' && step.teamId === null)
}

/** A macro from elsewhere: its numbers of teams mean others here, so they are to be chosen anew. */
export function withoutTeams(definition: MacroDefinition): MacroDefinition {
  const strip = (steps: MacroStep[]): MacroStep[] => steps.map((step) => {
    if (step.do === 'if') return { ...step, then: strip(step.then), otherwise: strip(step.otherwise) }
    return step.do === 'assign_team' ? { ...step, teamId: null } : step
  })
  return { ...definition, steps: strip(definition.steps) }
}
