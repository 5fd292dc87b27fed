import type { RoutingRehearsal as Rehearsal, RoutingDraft, RoutingSettings as Settings } from '#shared/contracts/routing-settings'
import type { FailureCode } from '@/core/api'
import { RoutingRehearsal, RoutingSettings } from '#shared/contracts/routing-settings'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { draftOf, skillsOf } from './routing-draft'

export type RoutingState = { status: 'loading' } | { status: 'ready', settings: Settings } | { status: 'failed', code: FailureCode }
export type RoutingSaving = { status: 'idle' } | { status: 'saving' } | { status: 'saved' } | { status: 'failed', code: FailureCode }
export type Trial = { status: 'idle' } | { status: 'running' } | { status: 'done', rehearsal: Rehearsal } | { status: 'failed', code: FailureCode }

/** Routing as it stands and as it is edited; a draft is tried before it is saved. */
export const useRoutingStore = defineStore('settings_routing', () => {
  const api = useApi()
  const state = shallowRef<RoutingState>({ status: 'loading' })
  const saving = shallowRef<RoutingSaving>({ status: 'idle' })
  const trial = shallowRef<Trial>({ status: 'idle' })
  const draft = ref<RoutingDraft | null>(null)
  const added = ref<string[]>([])
  const kept = computed(() => state.value.status === 'ready' ? draftOf(state.value.settings) : null)
  const isDirty = computed(() => draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(kept.value))
  const skills = computed(() => draft.value ? [...new Set([...skillsOf(draft.value), ...added.value])].sort() : [])
  let shownAccount: number | null = null
  let latest = 0

  async function load(accountId: number): Promise<void> {
    // A draft outlives a look at another screen, not another account.
    if (shownAccount === accountId && isDirty.value) return
    if (shownAccount !== accountId || state.value.status === 'failed') state.value = { status: 'loading' }
    shownAccount = accountId
    const mine = ++latest
    const answer = await api.get(`/routing/${accountId}/settings`, RoutingSettings)
    if (mine !== latest) return
    if (answer.ok) show(answer.value)
    else state.value = { status: 'failed', code: answer.code }
  }

  function show(settings: Settings): void {
    state.value = { status: 'ready', settings }
    draft.value = draftOf(settings)
    added.value = []
  }

  async function save(accountId: number): Promise<void> {
    if (!draft.value || state.value.status !== 'ready') return
    saving.value = { status: 'saving' }
    const { version } = state.value.settings
    const answer = await api.send('PUT', `/routing/${accountId}/settings`, { ...draft.value, version }, RoutingSettings)
    saving.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    if (answer.ok) show(answer.value)
  }

  function undo(): void {
    if (state.value.status === 'ready') show(state.value.settings)
    saving.value = { status: 'idle' }
  }

  /** Takes over what was tried elsewhere; it is saved when somebody says so. */
  async function adopt(accountId: number, { policy, people }: Pick<RoutingDraft, 'policy' | 'people'>): Promise<void> {
    if (shownAccount !== accountId || !draft.value) await load(accountId)
    if (!draft.value) return
    const wished = new Map(people.map(person => [person.agentId, person]))
    draft.value = draftOf({ ...draft.value, policy, people: draft.value.people.map(person => wished.get(person.agentId) ?? person) })
  }

  function addSkill(name: string): boolean {
    const skill = name.trim().toLowerCase().slice(0, 40)
    if (!skill || skills.value.includes(skill)) return false
    added.value = [...added.value, skill]
    return true
  }

  /** Asks who would get a conversation under the draft as it stands on screen. */
  async function tryWith(accountId: number, conversationId: number): Promise<void> {
    trial.value = { status: 'running' }
    const answer = await api.send('POST', `/routing/${accountId}/rehearsals`, { conversationId, draft: draft.value ?? undefined }, RoutingRehearsal)
    trial.value = answer.ok ? { status: 'done', rehearsal: answer.value } : { status: 'failed', code: answer.code }
  }

  return { state, saving, trial, draft, skills, isDirty, load, save, undo, adopt, addSkill, tryWith }
})
