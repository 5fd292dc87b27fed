import type { ReplayBench, ReplayDraft } from '#shared/contracts/replays'
import type { CalendarDraft } from '../sla/calendar-draft'
import { shiftOf } from '../routing/routing-draft'
import { calendarDraftOf, calendarErrors, knownZones } from '../sla/calendar-draft'

/** A draft while it is edited: everybody is in it, and who is away is told beside. */
export type EditedDraft = Omit<ReplayDraft, 'calendar'> & { away: number[], hours: CalendarDraft }

/** Parts of a draft that can differ from today. */
const PARTS = ['people', 'needs', 'rules', 'promises', 'hours'] as const
export type Part = (typeof PARTS)[number]

export function editedOf({ calendar, ...today }: ReplayBench['today']): EditedDraft {
  const { timeZone, blocks, holidays } = calendar
  return structuredClone({ ...today, assign: 'routing' as const, away: [], hours: calendarDraftOf({ time_zone: timeZone, blocks, holidays }) })
}

/** The draft as it is run; null while its hours make no sense or nobody is at work. */
export function draftOf({ hours, away, people, ...rest }: EditedDraft): ReplayDraft | null {
  const calendar = calendarErrors(hours, knownZones(hours.timeZone)) ? null : shiftOf(hours)
  const present = people.filter(({ agentId }) => !away.includes(agentId))
  return calendar && present.length > 0 ? { ...rest, people: present, calendar } : null
}

/** Which parts were changed. */
export function changedParts(draft: EditedDraft, today: EditedDraft): Part[] {
  const shown: Record<Part, (one: EditedDraft) => unknown> = {
    people: ({ people, away }) => [people, away],
    needs: ({ policy }) => policy.needs,
    rules: ({ policy: { needs: _, ...rules } }) => rules,
    promises: ({ tiers }) => tiers,
    hours: ({ hours }) => hours,
  }
  return PARTS.filter(part => JSON.stringify(shown[part](draft)) !== JSON.stringify(shown[part](today)))
}
