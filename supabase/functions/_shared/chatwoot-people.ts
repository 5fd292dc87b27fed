import type { SupabaseClient } from '@supabase/supabase-js'
import type { Chatwoot } from './chatwoot.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { keepSurroundings, readMembers } from './chatwoot-around.ts'
import { createChatwoot } from './chatwoot.ts'

interface World { admin: SupabaseClient, now: () => number, fetch?: typeof fetch | undefined }

/** `syncPeople` of a linked account; has the shape of a job's handler. */
export async function syncAccountPeople(accountId: number, _: unknown, { admin, now, fetch }: World): Promise<void> {
  const { chatwoot } = await loadAccount(admin, accountId)
  await syncPeople(admin, accountId, createChatwoot({ ...chatwoot, fetch }), now())
}

/**
 * Brings people, teams, inboxes and who serves them in line with Chatwoot as it is now. Who left keeps their authorship and loses access
 * at once; a role that was given in Pitwall survives. Refuses with `chatwoot_refused` when the list cannot be true.
 */
export async function syncPeople(admin: SupabaseClient, accountId: number, chatwoot: Chatwoot, now: number): Promise<void> {
  const [agents, teams, inboxes] = await Promise.all([chatwoot.agents(), readTeams(chatwoot), chatwoot.inboxes()])
  // The token is an administrator's, so a list without one is broken, and nobody shall lose access over it.
  if (!agents.some(agent => agent.role === 'administrator')) {
    throw new ProblemError('chatwoot_refused', { detail: 'Chatwoot listed no administrator' })
  }
  const members = await readMembers(chatwoot, inboxes)
  const { data: isCurrent, error } = await admin.rpc('sync_people', {
    p_account_id: accountId,
    p_agents: agents.map(agent => ({
      chatwoot_user_id: agent.id,
      name: agent.name || agent.email,
      email: agent.email.toLowerCase(),
      role: agent.role === 'administrator' ? 'admin' : 'agent',
      avatar_url: agent.thumbnail || null,
      availability: agent.availability_status,
    })),
    p_teams: teams,
    p_inboxes: inboxes.map(inbox => ({
      inbox_id: inbox.id,
      name: inbox.name,
      channel: inbox.channel_type,
      time_zone: knownZone(inbox.timezone),
    })),
    p_read_at: new Date(now).toISOString(),
  })
  if (error) throw new ProblemError('internal', { cause: error })
  if (isCurrent === true) await keepSurroundings(admin, accountId, agents, members, now)
}

async function readTeams(chatwoot: Chatwoot) {
  return Promise.all((await chatwoot.teams()).map(async ({ id, name }) => ({
    team_id: id,
    name,
    member_ids: (await chatwoot.teamMembers(id)).map(member => member.id),
  })))
}

function knownZone(timeZone: string | null | undefined): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timeZone ?? '' }).format()
    return timeZone || 'UTC'
  }
  catch {
    return 'UTC'
  }
}
