import type { SettingsKey } from '../words'
import { Role } from '#shared/contracts/brief'
import { z } from 'zod'

const Availability = z.enum(['online', 'busy', 'offline'])

export const AgentRow = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string(),
  role: Role,
  role_source: z.enum(['chatwoot', 'pitwall']),
  availability: Availability,
})
export const TeamRow = z.object({ team_id: z.number(), name: z.string() })
export const MembershipRow = z.object({ team_id: z.number(), agent_id: z.number() })

/** A person of the account today; `isOwnRole` says the role was given here and survives the next sync. */
export interface Person {
  id: number
  name: string
  email: string
  role: Role
  isOwnRole: boolean
  availability: z.infer<typeof Availability>
  teams: string[]
}

/** People with the names of their teams, by name. */
export function toPeople(
  agents: z.infer<typeof AgentRow>[],
  teams: z.infer<typeof TeamRow>[],
  memberships: z.infer<typeof MembershipRow>[],
): Person[] {
  const names = new Map(teams.map(team => [team.team_id, team.name]))
  return agents
    .map(({ role_source, ...agent }) => ({
      ...agent,
      isOwnRole: role_source === 'pitwall',
      teams: memberships.filter(({ agent_id }) => agent_id === agent.id).flatMap(({ team_id }) => names.get(team_id) ?? []).sort(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

export const ROLE_NAMES = {
  agent: 'settings.people.role.agent',
  supervisor: 'settings.people.role.supervisor',
  admin: 'settings.people.role.admin',
} as const satisfies Record<Role, SettingsKey>

export const AVAILABILITY_LOOKS = {
  online: { tone: 'teal', words: 'settings.people.availability.online' },
  busy: { tone: 'amber', words: 'settings.people.availability.busy' },
  offline: { tone: 'slate', words: 'settings.people.availability.offline' },
} as const satisfies Record<Person['availability'], { tone: 'teal' | 'amber' | 'slate', words: SettingsKey }>
