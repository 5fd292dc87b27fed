import type { StepDraft } from './step-draft'
import { MAX_DEPTH } from '#shared/contracts/macro'

export type Side = 'then' | 'otherwise'
/** A place for a step: before the one at `index` of the macro (`owner` null) or of one side of a branch. */
export interface Slot { owner: string | null, side: Side, index: number }
type Steps = readonly StepDraft[]

const SIDES = ['then', 'otherwise'] as const

/** All steps in the order in which they are read, branches opened. */
export function flatten(steps: Steps): StepDraft[] {
  return steps.flatMap(step => step.do === 'if' ? [step, ...flatten(step.then), ...flatten(step.otherwise)] : [step])
}

/** How many branches stand within one another. */
export function depthOf(steps: Steps): number {
  return Math.max(0, ...steps.map(step => step.do === 'if' ? 1 + Math.max(depthOf(step.then), depthOf(step.otherwise)) : 0))
}

/** The steps without one of them, which is handed back too. */
export function takeStep(steps: Steps, key: string): { rest: StepDraft[], taken: StepDraft | null } {
  let taken: StepDraft | null = null
  const without = (list: Steps): StepDraft[] => list.flatMap((step) => {
    if (step.key === key) {
      taken = step
      return []
    }
    return [{ ...step, then: without(step.then), otherwise: without(step.otherwise) }]
  })
  const rest = without(steps)
  return { rest, taken }
}

/** The steps with one more, at a place among them. */
export function insertStep(steps: Steps, step: StepDraft, { owner, side, index }: Slot): StepDraft[] {
  if (owner === null) return [...steps.slice(0, index), step, ...steps.slice(index)]
  return steps.map((one) => {
    const into = (list: Steps) => insertStep(list, step, { owner: one.key === owner ? null : owner, side, index })
    if (one.key === owner) return { ...one, [side]: into(one[side]) }
    return { ...one, then: into(one.then), otherwise: into(one.otherwise) }
  })
}

/** Moves a step to a place of the tree as it stands; as it was where the place is within the step, or too deep. */
export function moveStep(steps: Steps, key: string, to: Slot): StepDraft[] {
  const { rest, taken } = takeStep(steps, key)
  const from = slotOf(steps, key)
  if (!taken || !from) return [...steps]
  const isLater = from.owner === to.owner && from.side === to.side && from.index < to.index
  const slot = isLater ? { ...to, index: to.index - 1 } : to
  const isThere = slotsFor(rest, taken).some(one => isSame(one, slot))
  return isThere ? insertStep(rest, taken, slot) : [...steps]
}

/** One place up or down in reading order, into branches and out of them. */
export function nudgeStep(steps: Steps, key: string, by: -1 | 1): StepDraft[] {
  const { rest, taken } = takeStep(steps, key)
  const from = slotOf(steps, key)
  if (!taken || !from) return [...steps]
  const slots = slotsFor(rest, taken)
  const to = slots[slots.findIndex(slot => isSame(slot, from)) + by]
  return to ? insertStep(rest, taken, to) : [...steps]
}

/** Where a step stands. */
export function slotOf(steps: Steps, key: string, owner: string | null = null, side: Side = 'then'): Slot | null {
  const index = steps.findIndex(step => step.key === key)
  if (index >= 0) return { owner, side, index }
  for (const step of steps) {
    for (const within of SIDES) {
      const found = step.do === 'if' ? slotOf(step[within], key, step.key, within) : null
      if (found) return found
    }
  }
  return null
}

/** Every place that has room for a step, in reading order. */
function slotsFor(steps: Steps, step: StepDraft): Slot[] {
  const room = MAX_DEPTH - depthOf([step])
  const within = (list: Steps, owner: string | null, side: Side, depth: number): Slot[] => {
    if (depth > room) return []
    const before = list.flatMap((one, index) => [
      { owner, side, index },
      ...one.do === 'if' ? SIDES.flatMap(next => within(one[next], one.key, next, depth + 1)) : [],
    ])
    return [...before, { owner, side, index: list.length }]
  }
  return within(steps, null, 'then', 0)
}

function isSame(a: Slot, b: Slot): boolean {
  return a.owner === b.owner && a.index === b.index && (a.owner === null || a.side === b.side)
}
