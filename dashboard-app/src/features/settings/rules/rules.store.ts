import type { RuleDefinition } from '#shared/contracts/rule'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer, RowFailure } from '../database'
import type { RuleDraft } from './rule-draft'
import type { RulesOfAccount } from './rules.api'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useSupabase } from '@/core/supabase'
import { checkRule, draftOf, lacksTeam, newRule } from './rule-draft'
import { changeRule, readRules, removeRule, saveRule } from './rules.api'

export type RulesState = { status: 'loading' } | { status: 'ready' } & RulesOfAccount | { status: 'failed', code: RowFailure }
export type ActState = { status: 'idle' } | { status: 'running' } | { status: 'saved' } | { status: 'failed', code: RowFailure }
interface Editing { id: number | null, draft: RuleDraft, before: string }

/** The rules of an account, and the one that is being edited. */
export const useRulesStore = defineStore('settings_rules', () => {
  const loadSupabase = useSupabase()
  const state = shallowRef<RulesState>({ status: 'loading' })
  const acting = shallowRef<ActState>({ status: 'idle' })
  const editing = ref<Editing | null>(null)
  // Messages come with the first attempt to save, not with the first letter.
  const isStrict = shallowRef(false)
  const isDirty = computed(() => editing.value !== null && JSON.stringify(editing.value.draft) !== editing.value.before)
  const checked = computed(() => editing.value && checkRule(editing.value.draft))
  const errors = computed(() => isStrict.value && checked.value && !checked.value.ok ? checked.value.errors : null)
  let shownAccount: number | null = null
  let latest = 0

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    if (shownAccount !== accountId) {
      editing.value = null
      state.value = { status: 'loading' }
    }
    shownAccount = accountId
    if (state.value.status === 'failed') state.value = { status: 'loading' }
    const client = await loadSupabase().catch(() => null)
    const answer: RowAnswer<RulesOfAccount> = client ? await readRules(client, accountId) : { ok: false, code: 'unreachable' }
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready', ...answer.value } : { status: 'failed', code: answer.code }
  }

  function edit(id: number | null, definition: RuleDefinition | null): void {
    const draft = definition ? draftOf(definition) : newRule()
    editing.value = { id, draft, before: JSON.stringify(draft) }
    isStrict.value = false
    acting.value = { status: 'idle' }
  }
  function close(): void {
    editing.value = null
  }

  /** False: there is something to mend first, or the database refused. */
  async function save(accountId: number): Promise<boolean> {
    isStrict.value = true
    const { value: now } = editing
    if (!now || !checked.value?.ok || state.value.status !== 'ready') return false
    const { definition } = checked.value
    const position = Math.max(0, ...state.value.rules.map(rule => rule.position)) + 1
    // A rule that is on and has lost its team would be on for nothing.
    const isOn = now.id !== null && state.value.rules.some(({ id, isEnabled }) => id === now.id && isEnabled)
    if (isOn && lacksTeam(definition)) {
      const { id } = now
      if (id !== null && !await act(accountId, async client => changeRule(client, accountId, id, { is_enabled: false }))) return false
    }
    const isSaved = await act(accountId, async client => saveRule(client, accountId, now.id, position, definition))
    if (isSaved) close()
    return isSaved
  }

  async function toggle(accountId: number, id: number, isEnabled: boolean): Promise<void> {
    await act(accountId, async client => changeRule(client, accountId, id, { is_enabled: isEnabled }))
  }

  /** Changes places with the neighbour. */
  async function move(accountId: number, id: number, step: -1 | 1): Promise<void> {
    if (state.value.status !== 'ready') return
    const ids = state.value.rules.map(rule => rule.id)
    const at = ids.indexOf(id)
    const other = ids[at + step]
    if (other === undefined) return
    ids[at] = other
    ids[at + step] = id
    const { rules } = state.value
    const moved = ids.map((one, index) => ({ id: one, position: index + 1 }))
      .filter(({ id: one, position }) => rules.some(rule => rule.id === one && rule.position !== position))
    await act(accountId, async (client) => {
      for (const { id: one, position } of moved) {
        const answer = await changeRule(client, accountId, one, { position })
        if (!answer.ok) return answer
      }
      return { ok: true, value: null }
    })
  }

  async function remove(accountId: number, id: number): Promise<void> {
    if (await act(accountId, async client => removeRule(client, accountId, id))) close()
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

  return { state, acting, editing, errors, isDirty, load, edit, close, save, toggle, move, remove }
})
