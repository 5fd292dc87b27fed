import type { Role } from '#shared/contracts/brief'
import type { RowAnswer, RowFailure } from '../database'
import type { Person } from './person'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { useSupabase } from '@/core/supabase'
import { readRows, refuseNone } from '../database'
import { AgentRow, MembershipRow, TeamRow, toPeople } from './person'

export type PeopleState =
  | { status: 'loading', people: Person[] }
  | { status: 'ready', people: Person[] }
  | { status: 'failed', people: Person[], code: RowFailure }
export type SyncState = { status: 'idle' } | { status: 'running' } | { status: 'done', at: number } | { status: 'failed', code: RowFailure }

const Synced = z.object({ syncedAt: z.number() })
const Changed = z.array(z.object({ id: z.number(), role: z.string() }))

/** The people of an account as Chatwoot has them, and the roles they have here. */
export const usePeopleStore = defineStore('settings_people', () => {
  const api = useApi()
  const loadSupabase = useSupabase()
  const state = shallowRef<PeopleState>({ status: 'loading', people: [] })
  const syncing = shallowRef<SyncState>({ status: 'idle' })
  const saving = shallowRef<ReadonlySet<number>>(new Set())
  const refused = shallowRef<{ name: string, code: RowFailure } | null>(null)
  let latest = 0

  async function read(accountId: number): Promise<RowAnswer<Person[]>> {
    const client = await loadSupabase().catch(() => null)
    if (!client) return { ok: false, code: 'unreachable' }
    const [agents, teams, memberships] = await Promise.all([
      readRows(
        client.from('agents').select('id, name, email, role, role_source, availability').eq('account_id', accountId).is('removed_at', null),
        z.array(AgentRow),
      ),
      readRows(client.from('teams').select('team_id, name').eq('account_id', accountId), z.array(TeamRow)),
      readRows(client.from('team_members').select('team_id, agent_id').eq('account_id', accountId), z.array(MembershipRow)),
    ])
    if (!agents.ok) return agents
    if (!teams.ok) return teams
    if (!memberships.ok) return memberships
    return { ok: true, value: toPeople(agents.value, teams.value, memberships.value) }
  }

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    const { people } = state.value
    if (state.value.status === 'failed') state.value = { status: 'loading', people }
    const answer = await read(accountId)
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready', people: answer.value } : { status: 'failed', people, code: answer.code }
  }

  async function sync(accountId: number): Promise<void> {
    syncing.value = { status: 'running' }
    const answer = await api.send('POST', `/setup/${accountId}/sync`, {}, Synced)
    syncing.value = answer.ok ? { status: 'done', at: answer.value.syncedAt } : { status: 'failed', code: answer.code }
    if (answer.ok) await load(accountId)
  }

  async function setRole(accountId: number, person: Person, role: Role): Promise<void> {
    refused.value = null
    saving.value = new Set([...saving.value, person.id])
    const client = await loadSupabase().catch(() => null)
    const answer: RowAnswer<unknown> = client
      ? refuseNone(await readRows(
          client.from('agents').update({ role, role_source: 'pitwall' }).eq('account_id', accountId).eq('id', person.id).select('id, role'),
          Changed,
        ))
      : { ok: false, code: 'unreachable' }
    if (!answer.ok) refused.value = { name: person.name, code: answer.code }
    // What stands in the database is shown, whatever was wished.
    await load(accountId)
    saving.value = new Set([...saving.value].filter(id => id !== person.id))
  }

  return { state, syncing, saving, refused, load, sync, setRole }
})
