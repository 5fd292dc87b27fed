import type { MacroDefinition } from '#shared/contracts/macro'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer, RowFailure } from '../database'
import type { MacrosOfAccount } from './macros.api'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSupabase } from '@/core/supabase'
import { lastPosition, positionsAfter } from './list-order'
import { addMacros, changeMacro, readMacros, removeMacro } from './macros.api'

export type MacrosState = { status: 'loading' } | { status: 'ready' } & MacrosOfAccount | { status: 'failed', code: RowFailure }
export type ActState = { status: 'idle' } | { status: 'running' } | { status: 'saved' } | { status: 'failed', code: RowFailure }

/** The macros of an account as a list. */
export const useMacrosStore = defineStore('settings_macros', () => {
  const loadSupabase = useSupabase()
  const state = shallowRef<MacrosState>({ status: 'loading' })
  const acting = shallowRef<ActState>({ status: 'idle' })
  let shownAccount: number | null = null
  let latest = 0

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    if (shownAccount !== accountId || state.value.status === 'failed') state.value = { status: 'loading' }
    shownAccount = accountId
    const client = await loadSupabase().catch(() => null)
    const answer: RowAnswer<MacrosOfAccount> = client ? await readMacros(client, accountId) : { ok: false, code: 'unreachable' }
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready', ...answer.value } : { status: 'failed', code: answer.code }
  }

  async function toggle(accountId: number, id: number, isEnabled: boolean): Promise<void> {
    await act(accountId, async client => changeMacro(client, accountId, id, { is_enabled: isEnabled }))
  }

  /** Shows the new order at once, and writes it. */
  async function move(accountId: number, id: number, index: number): Promise<void> {
    if (state.value.status !== 'ready') return
    const { macros } = state.value
    const positions = new Map(positionsAfter(macros, id, index).map(one => [one.id, one.position]))
    if (positions.size === 0) return
    const moved = macros.map(macro => ({ ...macro, position: positions.get(macro.id) ?? macro.position }))
    state.value = { ...state.value, macros: moved.sort((a, b) => a.position - b.position || a.id - b.id) }
    await act(accountId, async (client) => {
      const answers = await Promise.all([...positions].map(async ([one, position]) => changeMacro(client, accountId, one, { position })))
      return answers.find(answer => !answer.ok) ?? { ok: true, value: null }
    })
  }

  /** Adds at the end of the list. */
  async function add(accountId: number, definitions: MacroDefinition[], isEnabled: boolean): Promise<boolean> {
    if (state.value.status !== 'ready') return false
    const first = lastPosition(state.value.macros)
    return act(accountId, async client => addMacros(client, accountId, definitions.map((definition, index) => (
      { definition, isEnabled, position: first + index }
    ))))
  }

  async function remove(accountId: number, id: number): Promise<boolean> {
    return act(accountId, async client => removeMacro(client, accountId, id))
  }

  async function act(accountId: number, ask: (client: SupabaseClient) => Promise<RowAnswer<unknown>>): Promise<boolean> {
    acting.value = { status: 'running' }
    const client = await loadSupabase().catch(() => null)
    const answer: RowAnswer<unknown> = client ? await ask(client) : { ok: false, code: 'unreachable' }
    acting.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    // What stands in the database is shown, whatever was wished.
    await load(accountId)
    return answer.ok
  }

  return { state, acting, load, toggle, move, add, remove }
})
