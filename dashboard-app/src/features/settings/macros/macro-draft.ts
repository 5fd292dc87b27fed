import type { Category } from '#shared/contracts/judgement'
import type { MacroInput } from '#shared/contracts/macro'
import type { StepDraft } from './step-draft'
import type { BuilderKey } from './words'
import { MacroInput as Input, MacroAct, MacroCondition, MacroDefinition, MAX_STEPS } from '#shared/contracts/macro'
import { isInReach } from '#shared/macros/file'
import { conditionOf } from './condition-draft'
import { emptyStep, stepDraftOf, stepOf } from './step-draft'
import { flatten } from './step-tree'

export interface InputDraft {
  key: string
  type: MacroInput['type']
  name: string
  label: string
  isRequired: boolean
  min: number | ''
  max: number | ''
  options: string
}
export interface MacroDraft { name: string, description: string, suggestedFor: Category[], inputs: InputDraft[], steps: StepDraft[] }
/** What is wrong, by field; steps by their key, conditions by their step's key and their place. */
export interface MacroErrors {
  name: BuilderKey | null
  inputs: (BuilderKey | null)[]
  steps: Record<string, BuilderKey>
  conditions: Record<string, (BuilderKey | null)[]>
  whole: BuilderKey | null
}
export type CheckedMacro = { ok: true, definition: MacroDefinition } | { ok: false, errors: MacroErrors }

const LONGEST_NAME = 80
let inputs = 0

export function emptyInput(): InputDraft {
  return { key: `input-${++inputs}`, type: 'text', name: '', label: '', isRequired: true, min: '', max: '', options: '' }
}

export function newMacro(): MacroDraft {
  return { name: '', description: '', suggestedFor: [], inputs: [], steps: [emptyStep('send_message')] }
}

export function draftOf({ name, description, suggestedFor, inputs, steps }: MacroDefinition): MacroDraft {
  return { name, description, suggestedFor: [...suggestedFor], inputs: inputs.map(inputDraftOf), steps: steps.map(stepDraftOf) }
}

/** The inputs that a draft means, those that are complete. */
export function inputsOf({ inputs }: Pick<MacroDraft, 'inputs'>): MacroInput[] {
  return inputs.flatMap(input => Input.safeParse(inputOf(input)).data ?? [])
}

/** The macro that a draft means, or what is wrong with it. */
export function checkMacro(draft: MacroDraft): CheckedMacro {
  const name = draft.name.trim()
  const errors: MacroErrors = {
    name: name === '' || name.length > LONGEST_NAME ? 'builder.error.name' : null,
    inputs: draft.inputs.map(input => errorOfInput(input, draft.inputs)),
    steps: {},
    conditions: {},
    whole: null,
  }
  for (const step of flatten(draft.steps)) {
    if (step.do !== 'if') {
      if (!MacroAct.safeParse(stepOf(step)).success) errors.steps[step.key] = 'builder.error.step'
      continue
    }
    errors.conditions[step.key] = step.conditions.map(one => MacroCondition.safeParse(conditionOf(one)).success ? null : 'builder.error.condition')
    if (step.conditions.length === 0) errors.steps[step.key] = 'builder.error.no_condition'
  }
  const definition = MacroDefinition.safeParse({
    name,
    description: draft.description,
    suggestedFor: draft.suggestedFor,
    inputs: draft.inputs.map(inputOf),
    steps: draft.steps.map(stepOf),
  })
  if (definition.success && isInReach(JSON.stringify(definition.data))) return { ok: true, definition: definition.data }
  errors.whole = errorOfWhole(draft.steps, definition.success)
  return { ok: false, errors }
}

function errorOfWhole(steps: StepDraft[], isRead: boolean): BuilderKey {
  if (isRead) return 'builder.error.too_long'
  if (steps.length === 0) return 'builder.error.no_step'
  return flatten(steps).length > MAX_STEPS ? 'builder.error.overfull' : 'builder.error.fields'
}

function errorOfInput(input: InputDraft, all: InputDraft[]): BuilderKey | null {
  if (all.some(other => other !== input && other.name === input.name)) return 'builder.error.input_twice'
  if (!/^[a-z][a-z0-9_]{0,29}$/.test(input.name)) return 'builder.error.input_name'
  if (input.type === 'number' && input.min !== '' && input.max !== '' && input.min > input.max) return 'builder.error.input_range'
  return Input.safeParse(inputOf(input)).success ? null : 'builder.error.input'
}

function inputDraftOf(input: MacroInput): InputDraft {
  const { type, name, label, isRequired } = input
  const draft = { ...emptyInput(), type, name, label, isRequired }
  if (input.type === 'number') return { ...draft, min: input.min ?? '', max: input.max ?? '' }
  return input.type === 'choice' ? { ...draft, options: input.options.join('\n') } : draft
}

function inputOf({ type, name, label, isRequired, min, max, options }: InputDraft): unknown {
  const common = { type, name, label, isRequired }
  if (type === 'number') return { ...common, ...min === '' ? {} : { min }, ...max === '' ? {} : { max } }
  return type === 'choice' ? { ...common, options: linesOf(options) } : common
}

/** Options as they were typed: one to a line, each once. */
export function linesOf(typed: string): string[] {
  return [...new Set(typed.split('\n').map(line => line.trim()).filter(line => line !== ''))]
}

/** A name for texts made of what the agent reads: `Número de serie` becomes `numero_de_serie`. */
export function nameFrom(label: string): string {
  return label.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '').slice(0, 30)
}
