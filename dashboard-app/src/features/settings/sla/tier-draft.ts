import type { ClockKind } from '#shared/contracts/sla'
import type { SettingsKey } from '../words'
import type { ConditionDraft } from './condition-draft'
import { ClockKind as Kinds, TierCondition } from '#shared/contracts/sla'
import { z } from 'zod'
import { checkCondition, conditionDraftOf, emptyCondition } from './condition-draft'

export const TierRow = z.object({
  id: z.number(),
  name: z.string(),
  position: z.number(),
  target_seconds: z.number().nullable(),
  next_target_seconds: z.number().nullable(),
  resolution_target_seconds: z.number().nullable(),
  conditions: z.array(TierCondition),
  is_enabled: z.boolean(),
})
export type TierRow = z.infer<typeof TierRow>
export type TierWrite = Omit<TierRow, 'id'>

/** A tier while it is edited. `key` tells drafts apart that have no id yet; its place in the list is its position. */
export interface TierDraft {
  key: string
  id: number | null
  name: string
  targets: TargetDrafts
  conditions: ConditionDraft[]
  isEnabled: boolean
}
export interface TierErrors {
  name?: SettingsKey
  targets: Partial<Record<ClockKind, SettingsKey>>
  none?: SettingsKey
  conditions: (SettingsKey | null)[]
}
/** Minutes; empty promises nothing. */
type TargetDrafts = Record<ClockKind, number | ''>

const LONGEST_MINUTES: Record<ClockKind, number> = { first_response: 30 * 24 * 60, next_response: 90 * 24 * 60, resolution: 90 * 24 * 60 }
const LONGEST_NAME = 60

/** The tiers in the order in which they are tried. */
export function tierDraftsOf(rows: TierRow[]): TierDraft[] {
  return [...rows].sort((a, b) => a.position - b.position || a.id - b.id).map(row => ({
    key: `tier-${row.id}`,
    id: row.id,
    name: row.name,
    targets: {
      first_response: minutesOf(row.target_seconds),
      next_response: minutesOf(row.next_target_seconds),
      resolution: minutesOf(row.resolution_target_seconds),
    },
    conditions: row.conditions.map(conditionDraftOf),
    isEnabled: row.is_enabled,
  }))
}

/** A tier to begin with; it promises what most shops promise and applies to nobody until its tag is named. */
export function newTier(key: string): TierDraft {
  const targets = { first_response: 30, next_response: 60, resolution: '' as const }
  return { key, id: null, name: '', targets, conditions: [emptyCondition('customer_tag')], isEnabled: true }
}

/** What is wrong with a tier, by field; null when it may be saved. */
export function tierErrors({ name, targets, conditions }: TierDraft): TierErrors | null {
  const errors: TierErrors = { targets: {}, conditions: conditions.map((condition) => {
    const checked = checkCondition(condition)
    return checked.ok ? null : checked.error
  }) }
  const length = name.trim().length
  if (length === 0) errors.name = 'settings.sla.error.name_empty'
  if (length > LONGEST_NAME) errors.name = 'settings.sla.error.name_long'
  for (const kind of Kinds.options) {
    const minutes = targets[kind]
    if (minutes !== '' && !(minutes >= 1 && minutes <= LONGEST_MINUTES[kind])) {
      errors.targets[kind] = kind === 'first_response' ? 'settings.sla.error.minutes' : 'settings.sla.error.minutes_long'
    }
  }
  if (Kinds.options.every(kind => targets[kind] === '')) errors.targets.first_response = 'settings.sla.error.no_target'
  if (conditions.length === 0) errors.none = 'settings.sla.error.no_condition'
  const hasTargets = Object.keys(errors.targets).length === 0
  const isFine = !errors.name && hasTargets && !errors.none && errors.conditions.every(error => error === null)
  return isFine ? null : errors
}

/** The row of a tier without errors, at its place. */
export function tierWriteOf({ name, targets, conditions, isEnabled }: TierDraft, position: number): TierWrite {
  return {
    name: name.trim(),
    position,
    target_seconds: secondsOf(targets.first_response),
    next_target_seconds: secondsOf(targets.next_response),
    resolution_target_seconds: secondsOf(targets.resolution),
    conditions: conditions.map(checkCondition).flatMap(checked => checked.ok ? [checked.condition] : []),
    is_enabled: isEnabled,
  }
}

function minutesOf(seconds: number | null): number | '' {
  return seconds === null ? '' : seconds / 60
}
function secondsOf(minutes: number | ''): number | null {
  return minutes === '' ? null : Math.round(minutes * 60)
}

/** Whether some conversations would get no promise, and which tier hides those below it. */
export function tierRemarks(tiers: TierDraft[]): { hasFloor: boolean, hidden: string[] } {
  const enabled = tiers.filter(({ isEnabled }) => isEnabled)
  const floor = enabled.findIndex(({ conditions }) => conditions.some(({ on }) => on === 'always'))
  return { hasFloor: floor !== -1, hidden: floor === -1 ? [] : enabled.slice(floor + 1).map(({ name }) => name) }
}
