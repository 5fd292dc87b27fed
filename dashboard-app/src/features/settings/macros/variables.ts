import type { FactId } from '#shared/drafts/labels'
import type { MacroDraft } from './macro-draft'
import type { StepDraft } from './step-draft'
import { FACT_LABELS } from '#shared/drafts/labels'
import { kindOf } from '#shared/macros/action'
import { fillText } from '#shared/macros/text'
import { YIELD_LABELS, yieldsOf } from '#shared/macros/yields'
import { flatten } from './step-tree'
import { shownLanguage, t } from './words'

export interface Variable { name: string, label: string }

// What a message misnames is of no use in an answer.
const HIDDEN: readonly string[] = ['order.unknown'] satisfies FactId[]

/** What texts may name, with words for it: facts of the conversation, who runs it, what was asked first, and what steps bring. */
export function variablesOf({ inputs, steps }: Pick<MacroDraft, 'inputs' | 'steps'>): Variable[] {
  const facts = Object.entries(FACT_LABELS[shownLanguage()]).map(([name, label]) => ({ name, label }))
  const asked = inputs.filter(({ name }) => name !== '').map(({ name, label }) => ({ name: `inputs.${name}`, label: label || name }))
  const labels = YIELD_LABELS[shownLanguage()]
  // What has no words is an id, which steps need and nobody reads.
  const brought = broughtBy(steps).flatMap(name => labels[name] ? [{ name, label: labels[name] }] : [])
  return [...asked, ...brought, ...facts.filter(({ name }) => !HIDDEN.includes(name)), { name: 'agent.name', label: t('builder.variable.agent') }]
}

/** The names in a step's texts that no run will ever know, and without which it does not run. */
export function unknownNames(texts: string[], { inputs, steps }: Pick<MacroDraft, 'inputs' | 'steps'>): string[] {
  const known = [...Object.keys(FACT_LABELS.en), 'agent.name', ...inputs.map(({ name }) => `inputs.${name}`), ...broughtBy(steps)]
  const values = new Map(known.map(name => [name, name]))
  return [...new Set(texts.flatMap(text => fillText(text, values).holes.flatMap(({ value }) => value ?? [])))]
}

/** Inputs that a step, or its conditions, ask for and that are not asked. */
export function unknownInputs({ do: kind, conditions, order }: StepDraft, { inputs }: Pick<MacroDraft, 'inputs'>): string[] {
  const names = inputs.map(({ name }) => name)
  if (kind === 'order_action') return Object.values(order.from).flatMap(source => 'input' in source && !names.includes(source.input) ? [source.input] : [])
  if (kind !== 'if') return []
  return conditions.flatMap(({ on, input }) => (on === 'input' || on === 'answered') && !names.includes(input) ? [input] : [])
}

function broughtBy(steps: StepDraft[]): string[] {
  return [...new Set(flatten(steps).flatMap(step => step.do === 'order_action' ? yieldsOf(kindOf(step.order)) : []))]
}
