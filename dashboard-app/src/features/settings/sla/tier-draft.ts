import type { SettingsKey } from '../words'
import type { ConditionDraft } from './condition-draft'
import { TierCondition } from '#shared/contracts/sla'
import { z } from 'zod'
import { checkCondition, conditionDraftOf, emptyCondition } from './condition-draft'

export const TierRow = z.object({
  id: z.number(),
  name: z.string(),
  position: z.number(),
  target_seconds: z.number(),
  conditions: z.array(TierCondition),
  is_enabled: z.boolean(),
})
export type TierRow = z.infer<typeof TierRow>
export type TierWrite = Omit<TierRow, 'id'>

/** A tier while it is edited. `key` tells drafts apart that have no id yet; its place in the list is its position. */
export interface TierDraft { key: string, id: number | null, name: string, minutes: number | '', conditions: ConditionDraft[], isEnabled: boolean }
export interface TierErrors { name?: SettingsKey, minutes?: SettingsKey, none?: SettingsKey, conditions: (SettingsKey | null)[] }

const LONGEST_MINUTES = 30 * 24 * 60
const LONGEST_NAME = 60

/** The tiers in the order in which they are tried. */
export function tierDraftsOf(rows: TierRow[]): TierDraft[] {
  return [...rows].sort((a, b) => a.position - b.position || a.id - b.id).map(row => ({
    key: `tier-${row.id}`,
    id: row.id,
    name: row.name,
    minutes: row.target_seconds / 60,
    conditions: row.conditions.map(conditionDraftOf),
    isEnabled: row.is_enabled,
  }))
}

/** A tier to begin with; it promises what most shops promise and applies to nobody until its tag is named. */
export function newTier(key: string): TierDraft {
  return { key, id: null, name: '', minutes: 30, conditions: [emptyCondition('customer_tag')], isEnabled: true }
}

/** What is wrong with a tier, by field; null when it may be saved. */
export function tierErrors({ name, minutes, conditions }: TierDraft): TierErrors | null {
  const errors: TierErrors = { conditions: conditions.map((condition) => {
    const checked = checkCondition(condition)
    return checked.ok ? null : checked.error
  }) }
  const length = name.trim().length
  if (length === 0) errors.name = 'settings.sla.error.name_empty'
  if (length > LONGEST_NAME) errors.name = 'settings.sla.error.name_long'
  if (minutes === '' || !(minutes >= 1 && minutes <= LONGEST_MINUTES)) errors.minutes = 'settings.sla.error.minutes'
  if (conditions.length === 0) errors.none = 'settings.sla.error.no_condition'
  const isFine = !errors.name && !errors.minutes && !errors.none && errors.conditions.every(error => error === null)
  return isFine ? null : errors
}

/** The row of a tier without errors, at its place. */
export function tierWriteOf({ name, minutes, conditions, isEnabled }: TierDraft, position: number): TierWrite {
  return {
    name: name.trim(),
    position,
    target_seconds: Math.round(Number(minutes) * 60),
    conditions: conditions.map(checkCondition).flatMap(checked => checked.ok ? [checked.condition] : []),
    is_enabled: isEnabled,
  }
}

/** Whether some conversations would get no promise, and which tier hides those below it. */
export function tierRemarks(tiers: TierDraft[]): { hasFloor: boolean, hidden: string[] } {
  const enabled = tiers.filter(({ isEnabled }) => isEnabled)
  const floor = enabled.findIndex(({ conditions }) => conditions.some(({ on }) => on === 'always'))
  return { hasFloor: floor !== -1, hidden: floor === -1 ? [] : enabled.slice(floor + 1).map(({ name }) => name) }
}
