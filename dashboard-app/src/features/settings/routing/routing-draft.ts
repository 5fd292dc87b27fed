import type { RoutingPolicy, Shift, SkillLevel } from '#shared/contracts/routing'
import type { AgentRouting, RoutingDraft } from '#shared/contracts/routing-settings'
import type { CalendarDraft } from '../sla/calendar-draft'
import { RoutingDraft as RoutingDraftSchema } from '#shared/contracts/routing-settings'
import { calendarDraftOf, calendarRowOf } from '../sla/calendar-draft'

/** What is edited of what was read; names, loads and flags of Chatwoot are not. */
export function draftOf(settings: RoutingDraft): RoutingDraft {
  return structuredClone(RoutingDraftSchema.parse(settings))
}

/** The columns of the grid: every skill that somebody has or that a rule asks for, by name. */
export function skillsOf({ people, policy }: Pick<RoutingDraft, 'people' | 'policy'>): string[] {
  const known = [...people.flatMap(({ skills }) => skills.map(({ skill }) => skill)), ...policy.needs.map(({ skill }) => skill)]
  return [...new Set(known)].sort((a, b) => a.localeCompare(b))
}

export function levelOf({ skills }: AgentRouting, skill: string): SkillLevel | 0 {
  return skills.find(one => one.skill === skill)?.level ?? 0
}

export function setLevel(person: AgentRouting, skill: string, level: SkillLevel | 0): void {
  const others = person.skills.filter(one => one.skill !== skill)
  person.skills = level === 0 ? others : [...others, { skill, level }].sort((a, b) => a.skill.localeCompare(b.skill))
}

/** What an input leaves behind when it is emptied is no number. */
export function whole(value: unknown, least: number, most: number): number {
  const number = Math.round(Number(value))
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least
}

export type MinutesKey = 'levelDropMinutes' | 'languageDropMinutes' | 'offlineMinutes'
/** An empty field means never. */
export function setMinutes(policy: RoutingPolicy, key: MinutesKey, value: string): void {
  policy[key] = value.trim() === '' ? null : whole(value, 1, 1440)
}

/** What a shift starts with, in this browser's zone. */
export const OFFICE_HOURS: Shift = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  blocks: [1, 2, 3, 4, 5].map(weekday => ({ weekday, fromMinute: 9 * 60, toMinute: 17 * 60 })),
  holidays: [],
}

/** A shift as it is edited; null where somebody works whenever Chatwoot says that they are online. */
export function hoursOf(shift: Shift): CalendarDraft | null {
  return shift && calendarDraftOf({ time_zone: shift.timeZone, blocks: shift.blocks, holidays: shift.holidays })
}

/** The shift of hours without errors. */
export function shiftOf(hours: CalendarDraft): NonNullable<Shift> {
  const { time_zone, blocks, holidays } = calendarRowOf(hours)
  return { timeZone: time_zone, blocks, holidays }
}
