import type { RowAnswer, RowFailure } from '../database'
import type { CalendarDraft } from './calendar-draft'
import type { Policies } from './sla.api'
import type { TierDraft } from './tier-draft'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { serverNow } from '@/core/server-clock'
import { useSupabase } from '@/core/supabase'
import { calendarDraftOf, calendarErrors, calendarRowOf, knownZones } from './calendar-draft'
import { readPolicies, saveCalendar, saveTiers } from './sla.api'
import { newTier, tierDraftsOf, tierErrors } from './tier-draft'

export type SlaState = { status: 'loading' } | { status: 'ready' } | { status: 'failed', code: RowFailure }
export type SlaSaving = { status: 'idle' } | { status: 'saving' } | { status: 'saved' } | { status: 'failed', code: RowFailure }
interface SlaDraft { tiers: TierDraft[], calendar: CalendarDraft }

const NOTHING: Policies = { tiers: [], calendar: null, inboxes: [] }

/** The promises of an account and the hours they run in, as they stand and as they are edited. */
export const useSlaStore = defineStore('settings_sla', () => {
  const loadSupabase = useSupabase()
  const state = shallowRef<SlaState>({ status: 'loading' })
  const saving = shallowRef<SlaSaving>({ status: 'idle' })
  const kept = shallowRef<Policies>(NOTHING)
  const draft = ref<SlaDraft>(draftOf(NOTHING))
  // Messages come with the first attempt to save, not with the first letter.
  const isStrict = shallowRef(false)
  const isDirty = computed(() => JSON.stringify(draft.value) !== JSON.stringify(draftOf(kept.value)))
  const zones = computed(() => knownZones(kept.value.calendar?.time_zone ?? 'UTC'))
  const errors = computed(() => ({
    tiers: draft.value.tiers.map(tierErrors),
    calendar: calendarErrors(draft.value.calendar, zones.value),
  }))
  let shownAccount: number | null = null
  let latest = 0
  let added = 0

  async function load(accountId: number): Promise<void> {
    // A draft outlives a look at another screen, not another account.
    if (shownAccount === accountId && isDirty.value) return
    if (shownAccount !== accountId || state.value.status === 'failed') state.value = { status: 'loading' }
    shownAccount = accountId
    const mine = ++latest
    const answer = await read(accountId)
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready' } : { status: 'failed', code: answer.code }
    if (!answer.ok) return
    kept.value = answer.value
    undo()
  }

  async function read(accountId: number): Promise<RowAnswer<Policies>> {
    const client = await loadSupabase().catch(() => null)
    return client ? readPolicies(client, accountId) : { ok: false, code: 'unreachable' }
  }

  async function save(accountId: number): Promise<void> {
    isStrict.value = true
    if (errors.value.calendar || errors.value.tiers.some(error => error !== null)) return
    saving.value = { status: 'saving' }
    const answer = await write(accountId)
    const reread = await read(accountId)
    if (reread.ok) kept.value = reread.value
    saving.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    if (!answer.ok || !reread.ok) return
    draft.value = draftOf(kept.value)
    isStrict.value = false
  }

  async function write(accountId: number): Promise<RowAnswer<null>> {
    const client = await loadSupabase().catch(() => null)
    if (!client) return { ok: false, code: 'unreachable' }
    const now = new Date(serverNow()).toISOString()
    const tiers = await saveTiers(client, accountId, kept.value.tiers, draft.value.tiers, now)
    const { calendar } = draft.value
    if (!tiers.ok || JSON.stringify(calendar) === JSON.stringify(calendarDraftOf(kept.value.calendar))) return tiers
    return saveCalendar(client, accountId, kept.value.calendar === null, calendarRowOf(calendar), now)
  }

  function undo(): void {
    draft.value = draftOf(kept.value)
    isStrict.value = false
    saving.value = { status: 'idle' }
  }
  function add(): string {
    const tier = newTier(`new-${++added}`)
    draft.value.tiers.push(tier)
    return tier.key
  }
  function move(index: number, step: -1 | 1): void {
    const [tier] = draft.value.tiers.splice(index, 1)
    if (tier) draft.value.tiers.splice(index + step, 0, tier)
  }
  function remove(index: number): void {
    draft.value.tiers.splice(index, 1)
  }

  return { state, saving, kept, draft, isStrict, isDirty, zones, errors, load, save, undo, add, move, remove }
})

function draftOf({ tiers, calendar }: Policies): SlaDraft {
  return { tiers: tierDraftsOf(tiers), calendar: calendarDraftOf(calendar) }
}
