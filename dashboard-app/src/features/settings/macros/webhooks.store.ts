import type { MacroWebhook } from '#shared/contracts/webhook'
import type { Answer, FailureCode } from '@/core/api'
import { MacroWebhooks } from '#shared/contracts/webhook'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useApi } from '@/core/api'

type State = { status: 'loading' } | { status: 'ready', webhooks: MacroWebhook[] } | { status: 'failed', code: FailureCode }
type Saving = { status: 'idle' | 'saving' | 'saved' } | { status: 'failed', code: FailureCode }
/** `isNew`: its name is still to be given, and it needs a secret. */
export interface WebhookDraft { isNew: boolean, name: string, url: string, secret: string }

/** The addresses that macros may call; a secret goes out and never comes back. */
export const useWebhooksStore = defineStore('settings_webhooks', () => {
  const api = useApi()
  const state = shallowRef<State>({ status: 'loading' })
  const saving = shallowRef<Saving>({ status: 'idle' })
  const draft = ref<WebhookDraft | null>(null)
  let shown: number | null = null

  async function load(accountId: number): Promise<void> {
    shown = accountId
    draft.value = null
    state.value = { status: 'loading' }
    const answer = await api.get(`/macros/${accountId}/settings/webhooks`, MacroWebhooks)
    if (shown !== accountId) return
    state.value = answer.ok ? { status: 'ready', webhooks: answer.value.webhooks } : { status: 'failed', code: answer.code }
  }

  function edit(webhook: MacroWebhook | null): void {
    saving.value = { status: 'idle' }
    draft.value = { isNew: webhook === null, name: webhook?.name ?? '', url: webhook?.url ?? 'https://', secret: '' }
  }

  async function save(accountId: number): Promise<boolean> {
    if (!draft.value) return false
    const { name, url, secret } = draft.value
    const asked = { name: name.trim(), url: url.trim(), ...secret.trim() && { secret: secret.trim() } }
    return take(accountId, async () => api.send('PUT', `/macros/${accountId}/settings/webhooks`, asked, MacroWebhooks))
  }

  async function remove(accountId: number, id: number): Promise<boolean> {
    return take(accountId, async () => api.send('DELETE', `/macros/${accountId}/settings/webhooks/${id}`, {}, MacroWebhooks))
  }

  async function take(accountId: number, ask: () => Promise<Answer<MacroWebhooks>>): Promise<boolean> {
    saving.value = { status: 'saving' }
    const answer = await ask()
    if (shown !== accountId) return false
    saving.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    if (!answer.ok) return false
    state.value = { status: 'ready', webhooks: answer.value.webhooks }
    draft.value = null
    return true
  }

  return { state, saving, draft, load, edit, save, remove }
})
