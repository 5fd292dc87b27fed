import type { SupabaseClient } from '@supabase/supabase-js'
import type { SaveRouting } from '../../../shared/contracts/routing-settings.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Work } from '../_shared/jobs.ts'
import type { BoardRow } from '../_shared/routing-rows.ts'
import { z } from 'zod'
import { Language } from '../../../shared/contracts/judgement.ts'
import { RoutingSettings } from '../../../shared/contracts/routing-settings.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { enqueueJob } from '../_shared/jobs.ts'
import { viewDesk } from '../_shared/routing-desk.ts'

const InboxRow = z.object({
  inbox_id: z.number(),
  name: z.string(),
  is_enabled: z.boolean(),
  is_auto_assigned: z.boolean(),
  members: z.number(),
  waiting: z.number(),
  refused: z.number(),
}).transform(({ inbox_id, is_enabled, is_auto_assigned, ...row }) => (
  { inboxId: inbox_id, isEnabled: is_enabled, isAutoAssigned: is_auto_assigned, ...row }
))
const LanguagesRows = z.array(z.object({ agent_id: z.number(), languages: z.array(Language) }))

/** Routing as it stands: people of today, inboxes by name. */
export async function readSettings(supabase: SupabaseClient, accountId: number, work: Work): Promise<RoutingSettings> {
  const [desk, inboxes, languages] = await Promise.all([
    viewDesk(accountId, work),
    callRpc(work.admin, 'routing_inboxes_now', { p_account_id: accountId, p_now: timestamp(work.now()) }, z.array(InboxRow)),
    saidLanguages(supabase, accountId),
  ])
  return RoutingSettings.parse({
    version: desk.policyVersion,
    policy: desk.policy,
    inboxes,
    people: desk.rows
      .filter(row => !row.is_removed)
      .map(row => ({ ...personOf(row), languages: languages.get(row.agent_id) ?? [] }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  })
}

/** The languages that an admin said of each person; an empty list stands for the account's. */
export async function saidLanguages(supabase: SupabaseClient, accountId: number): Promise<Map<number, Language[]>> {
  const { data, error } = await supabase.from('agent_routing').select('agent_id, languages').eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
  return new Map(LanguagesRows.parse(data).map(row => [row.agent_id, row.languages]))
}

/** A person of the board as the settings show them, but for their languages. */
export function personOf(row: BoardRow) {
  return {
    agentId: row.agent_id,
    name: row.name,
    availability: row.availability,
    load: row.load,
    typicalResponseSeconds: row.typical_response_seconds,
    isRouted: row.is_routed,
    capacity: row.capacity,
    skills: Object.entries(row.skills).map(([skill, level]) => ({ skill, level })).sort((a, b) => a.skill.localeCompare(b.skill)),
    shift: row.shift,
  }
}

/** Saves a whole draft; refuses with `routing_changed` when somebody else saved since it was read. */
export async function saveSettings(caller: Caller, { version, policy, people, inboxes }: SaveRouting, work: Work): Promise<void> {
  const isSaved = await callRpc(work.admin, 'save_routing', {
    p_account_id: caller.accountId,
    p_version: version,
    p_policy: policy,
    p_people: people.map(({ agentId, isRouted, ...person }) => ({ agent_id: agentId, is_routed: isRouted, ...person })),
    p_inboxes: inboxes.map(({ inboxId, isEnabled }) => ({ inbox_id: inboxId, is_enabled: isEnabled })),
    p_agent_id: caller.agentId,
    p_now: timestamp(work.now()),
  }, z.boolean())
  if (!isSaved) throw new ProblemError('routing_changed')
  // Whoever waited under the old rules need not wait for the next round.
  await enqueueJob(work, caller.accountId, 'sweep_routing', { because: 'online' }, 'sweep')
}
