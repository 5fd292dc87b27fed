import type { LabelSettings, SavedLabelSettings as Saved } from '#shared/contracts/label-settings'
import type { FailureCode } from '@/core/api'
import { LabelSettings as LabelSettingsSchema, SavedLabelSettings } from '#shared/contracts/label-settings'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '@/core/api'

interface LabelDraft {
  provider: LabelSettings['provider']
  apiKey: string
  address: NonNullable<LabelSettings['returnAddress']>
  parcel: LabelSettings['parcel']
}
type State = { status: 'loading' } | { status: 'ready', saved: Saved } | { status: 'failed', code: FailureCode }
type Saving = { status: 'idle' | 'saving' | 'saved' | 'incomplete' } | { status: 'failed', code: FailureCode }

const NOWHERE = { name: '', street1: '', street2: '', city: '', state: '', zip: '', country: '', phone: '', email: '' }

/** Who sells labels to the shop; the key goes out and never comes back. */
export const useLabelSettingsStore = defineStore('settings_labels', () => {
  const api = useApi()
  const state = shallowRef<State>({ status: 'loading' })
  const saving = shallowRef<Saving>({ status: 'idle' })
  const draft = ref<LabelDraft | null>(null)
  let shown: number | null = null

  /** Whether a key is kept for who is chosen: it opens one provider's door only. */
  const keepsKey = computed(() =>
    state.value.status === 'ready' && state.value.saved.hasKey && state.value.saved.settings.provider === draft.value?.provider)

  async function load(accountId: number): Promise<void> {
    shown = accountId
    state.value = { status: 'loading' }
    const answer = await api.get(`/order-actions/${accountId}/label-settings`, SavedLabelSettings)
    if (shown !== accountId) return
    if (answer.ok) show(answer.value)
    else state.value = { status: 'failed', code: answer.code }
  }

  function show(saved: Saved): void {
    const { provider, returnAddress, parcel } = saved.settings
    state.value = { status: 'ready', saved }
    draft.value = { provider, apiKey: '', address: { ...NOWHERE, ...returnAddress }, parcel: { ...parcel } }
  }

  async function save(accountId: number): Promise<void> {
    if (!draft.value || state.value.status !== 'ready') return
    const { provider, apiKey, address, parcel } = draft.value
    const country = address.country.trim().toUpperCase()
    const isNowhere = provider === 'none' && !address.name
    const settings = LabelSettingsSchema.safeParse({ provider, parcel, returnAddress: isNowhere ? null : { ...address, country } })
    const { version } = state.value.saved
    if (!settings.success || (provider !== 'none' && !apiKey.trim() && !keepsKey.value)) return void (saving.value = { status: 'incomplete' })
    saving.value = { status: 'saving' }
    const asked = { version, settings: settings.data, ...apiKey.trim() && { apiKey: apiKey.trim() } }
    const answer = await api.send('PUT', `/order-actions/${accountId}/label-settings`, asked, SavedLabelSettings)
    if (shown !== accountId) return
    saving.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    if (answer.ok) show(answer.value)
  }

  return { state, saving, draft, keepsKey, load, save }
})
