import type { StepDraft } from './step-draft'
import { MAX_DEPTH } from '#shared/contracts/macro'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyStep } from './step-draft'
import { depthOf, flatten, moveStep, nudgeStep, slotOf, takeStep } from './step-tree'

const leaf = (key: string): StepDraft => ({ ...emptyStep('stop'), key })
const branch = (key: string, then: StepDraft[], otherwise: StepDraft[] = []): StepDraft => ({ ...emptyStep('if'), key, then, otherwise })
function shape(steps: readonly StepDraft[]): string {
  return steps
    .map(step => step.do === 'if' ? `${step.key}(${shape(step.then)}|${shape(step.otherwise)})` : step.key)
    .join(' ')
}
const keys = (steps: readonly StepDraft[]) => flatten(steps).map(({ key }) => key).sort()

const { tree } = fc.letrec<{ tree: StepDraft[], two: StepDraft[], one: StepDraft[], none: StepDraft[] }>(tie => ({
  none: fc.array(fc.constant(leaf('')), { maxLength: 3 }),
  one: listOf(tie('none')),
  two: listOf(tie('one')),
  tree: listOf(tie('two')).map(named).filter(steps => steps.length > 0),
}))
function listOf(within: fc.Arbitrary<StepDraft[]>) {
  return fc.array(fc.oneof(fc.constant(leaf('')), fc.tuple(within, within).map(([then, otherwise]) => branch('', then, otherwise))), { maxLength: 3 })
}
function named(steps: StepDraft[]): StepDraft[] {
  let count = 0
  const name = (list: StepDraft[]): StepDraft[] => list.map(step => ({ ...step, key: `k${++count}`, then: name(step.then), otherwise: name(step.otherwise) }))
  return name(steps)
}
const place = fc.tuple(tree, fc.nat(), fc.nat(), fc.constantFrom('then', 'otherwise'), fc.nat({ max: 4 }))

describe('a step', () => {
  it('goes down through branches and out of them, one place at a time', () => {
    let steps = [leaf('a'), branch('b', [leaf('c')], [])]
    const seen = Array.from({ length: 6 }, () => {
      steps = nudgeStep(steps, 'a', 1)
      return shape(steps)
    })
    expect(seen).toEqual(['b(a c|)', 'b(c a|)', 'b(c|a)', 'b(c|) a', 'b(c|) a', 'b(c|) a'])
  })

  it('is not pushed deeper than branches may stand', () => {
    const deep = [branch('x', []), branch('1', [branch('2', [branch('3', [])])])]
    const all = Array.from({ length: 12 }).reduce<StepDraft[]>(steps => nudgeStep(steps, 'x', 1), deep)
    expect(shape(all)).toBe('1(2(3(|)|)|) x(|)')
    expect(shape(moveStep(deep, 'x', { owner: '3', side: 'then', index: 0 }))).toBe(shape(deep))
  })

  it('does not go into itself', () => {
    const steps = [branch('a', [branch('b', [])])]
    expect(shape(moveStep(steps, 'a', { owner: 'b', side: 'then', index: 0 }))).toBe(shape(steps))
  })

  it('comes back the way it went, and no other is lost', () => {
    fc.assert(fc.property(tree, fc.nat(), (steps, pick) => {
      const { key } = flatten(steps)[pick % flatten(steps).length] ?? leaf('')
      const down = nudgeStep(steps, key, 1)
      expect(keys(down)).toEqual(keys(steps))
      expect(depthOf(down)).toBeLessThanOrEqual(MAX_DEPTH)
      if (shape(down) !== shape(steps)) expect(shape(nudgeStep(down, key, -1))).toBe(shape(steps))
    }))
  })

  it('goes to any place with all others left in their order', () => {
    fc.assert(fc.property(place, ([steps, pick, target, side, index]) => {
      const all = flatten(steps)
      const { key } = all[pick % all.length] ?? leaf('')
      const owner = all[target % all.length]?.key ?? null
      const moved = moveStep(steps, key, { owner: target % 3 === 0 ? null : owner, side, index })
      expect(keys(moved)).toEqual(keys(steps))
      expect(depthOf(moved)).toBeLessThanOrEqual(MAX_DEPTH)
      expect(shape(takeStep(moved, key).rest)).toBe(shape(takeStep(steps, key).rest))
      expect(slotOf(moved, key)).not.toBeNull()
    }))
  })
})
