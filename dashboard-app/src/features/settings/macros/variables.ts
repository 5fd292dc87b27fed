import type { FactId } from '#shared/drafts/labels'
import type { MacroDraft } from './macro-draft'
import type { StepDraft } from './step-draft'
import { FACT_LABELS } from '#shared/drafts/labels'
import { fillText } from '#shared/macros/text'
import { shownLanguage, t } from './words'

export interface Variable { name: string, label: string }

// What a message misnames is of no use in an answer.
const HIDDEN: readonly string[] = ['order.unknown'] satisfies FactId[]

/** What texts may name, with words for it: facts of the conversation, who runs it, and what was asked first. */
export function variablesOf({ inputs }: Pick<MacroDraft, 'inputs'>): Variable[] {
  const facts = Object.entries(FACT_LABELS[shownLanguage()]).map(([name, label]) => ({ name, label }))
  const asked = inputs.filter(({ name }) => name !== '').map(({ name, label }) => ({ name: `inputs.${name}`, label: label || name }))
  return [...asked, ...facts.filter(({ name }) => !HIDDEN.includes(name)), { name: 'agent.name', label: t('builder.variable.agent') }]
}

/** The names in a step's texts that no run will ever know, and without which it does not run. */
export function unknownNames(texts: string[], { inputs }: Pick<MacroDraft, 'inputs'>): string[] {
  const known = [...Object.keys(FACT_LABELS.en), 'agent.name', ...inputs.map(({ name }) => `inputs.${name}`)]
  const values = new Map(known.map(name => [name, name]))
  return [...new Set(texts.flatMap(text => fillText(text, values).holes.flatMap(({ value }) => value ?? [])))]
}

/** Inputs that conditions of a step ask for and that are not asked. */
export function unknownInputs({ do: kind, conditions }: StepDraft, { inputs }: Pick<MacroDraft, 'inputs'>): string[] {
  if (kind !== 'if') return []
  const names = inputs.map(({ name }) => name)
  return conditions.flatMap(({ on, input }) => on === 'input' && !names.includes(input) ? [input] : [])
}
