import type { MacroDefinition, MacroStep } from '#shared/contracts/macro'
import type { Places } from '../rules/rule-words'
import type { Scope } from './macro-words'
import { CATEGORY_NAMES } from '../sla/condition-words'
import { t as settings } from '../words'
import { actSentence, branchSentence, inputSentence } from './macro-words'
import { shownLanguage, t } from './words'

/** A macro line by line, texts whole; `depth` is how many branches a line stands in. */
export interface MacroLine { depth: number, text: string }
export type Change = MacroLine & { change: 'added' | 'removed' }

export function macroLines({ name, description, suggestedFor, inputs, steps }: MacroDefinition, places: Places): MacroLine[] {
  const line = (text: string): MacroLine => ({ depth: 0, text })
  const words = new Intl.ListFormat(shownLanguage()).format(suggestedFor.map(one => settings(CATEGORY_NAMES[one])))
  return [
    line(t('builder.line.name', { name })),
    ...description ? [line(t('builder.line.description', { text: description }))] : [],
    ...words ? [line(t('builder.row.suggested', { words }))] : [],
    ...inputs.map(input => line(inputSentence(input))),
    ...stepLines(steps, { ...places, inputs }, 0),
  ]
}

function stepLines(steps: MacroStep[], scope: Scope, depth: number): MacroLine[] {
  return steps.flatMap((step): MacroLine[] => step.do === 'if'
    ? [
        { depth, text: branchSentence(step.match, step.conditions, scope) },
        ...stepLines(step.then, scope, depth + 1),
        ...step.otherwise.length > 0 ? [{ depth, text: t('builder.step.otherwise') }] : [],
        ...stepLines(step.otherwise, scope, depth + 1),
      ]
    : [{ depth, text: actSentence(step, scope, true) }])
}

/** What must be added to `before`, and removed, to read as `after`: the fewest lines. */
export function changesBetween(before: MacroLine[], after: MacroLine[]): Change[] {
  const isSame = (a: MacroLine | undefined, b: MacroLine | undefined) => a?.text === b?.text && a?.depth === b?.depth
  // Lengths of the longest common run of lines from each pair of places to the ends.
  const common = Array.from({ length: before.length + 1 }, () => Array.from<number>({ length: after.length + 1 }).fill(0))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = isSame(before[i], after[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const changes: Change[] = []
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [old, fresh] = [before[i], after[j]]
    if (old && fresh && isSame(old, fresh)) {
      i++
      j++
    }
    else if (old && (!fresh || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ ...old, change: 'removed' })
      i++
    }
    else if (fresh) {
      changes.push({ ...fresh, change: 'added' })
      j++
    }
  }
  return changes
}
