import type { SupabaseClient } from '@supabase/supabase-js'
import type { RoutingSettings } from '../../../shared/contracts/routing-settings.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Work } from '../_shared/jobs.ts'
import { z } from 'zod'
import { Language } from '../../../shared/contracts/judgement.ts'
import { SaveRouting } from '../../../shared/contracts/routing-settings.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { enqueueJob } from '../_shared/jobs.ts'
import { openDesk } from '../_shared/routing-desk.ts'

const InboxRow = z.object({ inbox_id: z.number(), name: z.string(), auto_assignment: z.boolean() })
const SwitchRow = z.object({ inbox_id: z.number(), is_enabled: z.boolean() })
const LanguagesRow = z.object({ agent_id: z.number(), languages: z.array(Language) })

/** Routing as it stands: people of today, inboxes by name. */
export async function readSettings(supabase: SupabaseClient, accountId: number, work: Work): Promise<RoutingSettings> {
  const [desk, inboxes, switches, languages] = await Promise.all([
    openDesk(accountId, work),
    rows(supabase.from('inboxes').select('inbox_id, name, auto_assignment').eq('account_id', accountId).order('name'), InboxRow),
    rows(supabase.from('routing_inboxes').select('inbox_id, is_enabled').eq('account_id', accountId), SwitchRow),
    rows(supabase.from('agent_routing').select('agent_id, languages').eq('account_id', accountId), LanguagesRow),
  ])
  const own = new Map(languages.map(row => [row.agent_id, row.languages]))
  const isOn = new Set(switches.filter(row => row.is_enabled).map(row => row.inbox_id))
  const people = desk.rows.filter(row => !row.is_removed)
  return {
    version: desk.policyVersion,
    policy: desk.policy,
    people: people.map(row => ({
      agentId: row.agent_id,
      name: row.name,
      availability: row.availability,
      load: row.load,
      typicalResponseSeconds: row.typical_response_seconds,
      isRouted: row.is_routed,
      capacity: row.capacity,
      // What the admin said; an empty list stands for the account's language.
      languages: own.get(row.agent_id) ?? [],
      skills: Object.entries(row.skills).map(([skill, level]) => ({ skill, level })).sort((a, b) => a.skill.localeCompare(b.skill)),
      shift: row.shift,
    })).sort((a, b) => a.name.localeCompare(b.name)),
    inboxes: inboxes.map(row => ({
      inboxId: row.inbox_id,
      name: row.name,
      isEnabled: isOn.has(row.inbox_id),
      isAutoAssigned: row.auto_assignment,
      members: people.filter(person => person.inbox_ids.includes(row.inbox_id)).length,
    })),
  }
}

/** Saves a whole draft; refuses with `routing_changed` when somebody else saved since it was read. */
export async function saveSettings(caller: Caller, asked: z.infer<typeof SaveRouting>, work: Work): Promise<void> {
  const { version, policy, people, inboxes } = SaveRouting.parse(asked)
  const isSaved = await callRpc(work.admin, 'save_routing', {
    p_account_id: caller.accountId,
    p_version: version,
    p_policy: policy,
    p_people: people.map(({ agentId, isRouted, capacity, languages, skills, shift }) => (
      { agent_id: agentId, is_routed: isRouted, capacity, languages, skills, shift }
    )),
    p_inboxes: inboxes.map(({ inboxId, isEnabled }) => ({ inbox_id: inboxId, is_enabled: isEnabled })),
    p_agent_id: caller.agentId,
    p_now: timestamp(work.now()),
  }, z.boolean())
  if (!isSaved) throw new ProblemError('routing_changed')
  // Whoever waited under the old rules need not wait for the next round.
  await enqueueJob(work, caller.accountId, 'sweep_routing', { because: 'online' }, 'sweep')
}

async function rows<S extends z.ZodType>(query: PromiseLike<{ data: unknown, error: unknown }>, row: S): Promise<z.output<S>[]> {
  const { data, error } = await query
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(row).parse(data)
}
