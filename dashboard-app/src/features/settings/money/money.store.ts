import type { SavedPolicy as Saved } from '#shared/contracts/money-policy'
import type { MoneyDraft, MoneyErrors } from './money-draft'
import type { FailureCode } from '@/core/api'
import { SavedPolicy } from '#shared/contracts/money-policy'
import { ReturnReasons } from '#shared/contracts/return-action'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { shownLanguage } from '../words'
import { draftOf, readDraft } from './money-draft'

export type MoneyState = { status: 'loading' } | { status: 'ready', saved: Saved } | { status: 'failed', code: FailureCode }
export type MoneySaving =
  | { status: 'idle' | 'saving' | 'saved' }
  | { status: 'failed', code: FailureCode }
  | { status: 'conflict', theirs: Saved }

/** The money policy as it stands and as it is edited; what somebody else saved meanwhile is never written over unseen. */
export const useMoneyStore = defineStore('settings_money', () => {
  const api = useApi()
  const state = shallowRef<MoneyState>({ status: 'loading' })
  const saving = shallowRef<MoneySaving>({ status: 'idle' })
  const draft = ref<MoneyDraft | null>(null)
  const reasons = shallowRef<ReturnReasons['reasons']>([])
  const kept = computed(() => state.value.status === 'ready' ? draftOf(state.value.saved.policy, draft.value?.language ?? shownLanguage()) : null)
  const isDirty = computed(() => draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(kept.value))
  const read = computed(() => draft.value && state.value.status === 'ready' ? readDraft(draft.value, state.value.saved.policy) : null)
  const errors = computed<MoneyErrors>(() => read.value?.errors ?? {})
  let shownAccount: number | null = null
  let latest = 0

  async function load(accountId: number): Promise<void> {
    // A draft outlives a look at another screen, not another account.
    if (shownAccount === accountId && isDirty.value) return
    if (shownAccount !== accountId || state.value.status === 'failed') state.value = { status: 'loading' }
    shownAccount = accountId
    saving.value = { status: 'idle' }
    const mine = ++latest
    const [answer, library] = await Promise.all([
      api.get(`/order-actions/${accountId}/policy`, SavedPolicy),
      api.get(`/order-actions/${accountId}/return-reasons`, ReturnReasons),
    ])
    if (mine !== latest) return
    // Without the shop's library the reasons that are named can still be taken away.
    reasons.value = library.ok ? library.value.reasons : []
    if (answer.ok) show(answer.value)
    else state.value = { status: 'failed', code: answer.code }
  }

  function show(saved: Saved): void {
    state.value = { status: 'ready', saved }
    draft.value = draftOf(saved.policy, shownLanguage())
  }

  async function save(accountId: number): Promise<void> {
    if (state.value.status !== 'ready' || !read.value?.policy || saving.value.status === 'saving') return
    const { version } = state.value.saved
    saving.value = { status: 'saving' }
    const path = `/order-actions/${accountId}/policy`
    const answer = await api.send('PUT', path, { version, policy: read.value.policy }, SavedPolicy)
    if (accountId !== shownAccount) return
    if (answer.ok) {
      show(answer.value)
      saving.value = { status: 'saved' }
      return
    }
    saving.value = { status: 'failed', code: answer.code }
    if (answer.code !== 'policy_changed') return
    const theirs = await api.get(path, SavedPolicy)
    if (theirs.ok && accountId === shownAccount) saving.value = { status: 'conflict', theirs: theirs.value }
  }

  /** After a conflict: what the other one saved, or one's own in its place. */
  async function settle(accountId: number, whose: 'theirs' | 'mine'): Promise<void> {
    if (saving.value.status !== 'conflict') return
    const { theirs } = saving.value
    saving.value = { status: 'idle' }
    if (whose === 'theirs') return show(theirs)
    state.value = { status: 'ready', saved: theirs }
    await save(accountId)
  }

  function undo(): void {
    if (state.value.status === 'ready') show(state.value.saved)
    saving.value = { status: 'idle' }
  }

  return { state, saving, draft, reasons, read, errors, isDirty, load, save, settle, undo }
})
