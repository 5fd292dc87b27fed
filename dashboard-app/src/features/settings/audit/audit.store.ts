import type { AuditRow } from '#shared/contracts/audit'
import type { RowAnswer, RowFailure } from '../database'
import type { AuditFilter } from './audit-filter'
import type { AuditPlace } from './audit.api'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useSupabase } from '@/core/supabase'
import { EVERYTHING } from './audit-filter'
import { readActs, readPlace } from './audit.api'

export type AuditState = { status: 'loading' } | { status: 'ready' } & AuditPlace | { status: 'failed', code: RowFailure }
/** Until the first page of a new search is there, the rows are those of the search before. */
export type ActsState = { rows: AuditRow[], hasMore: boolean } & ({ status: 'loading' } | { status: 'ready' } | { status: 'failed', code: RowFailure })

const PAGE = 50
const NOTHING = { rows: [], hasMore: false }

/** What was done in an account, the newest first. */
export const useAuditStore = defineStore('settings_audit', () => {
  const loadSupabase = useSupabase()
  const state = shallowRef<AuditState>({ status: 'loading' })
  const acts = shallowRef<ActsState>({ status: 'loading', ...NOTHING })
  const filter = ref<AuditFilter>({ ...EVERYTHING })
  let shownAccount: number | null = null
  let latest = 0
  let latestSearch = 0

  /** What the log speaks of, and its newest acts. */
  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    state.value = { status: 'loading' }
    if (shownAccount !== accountId) {
      filter.value = { ...EVERYTHING }
      acts.value = { status: 'loading', ...NOTHING }
    }
    shownAccount = accountId
    const client = await loadSupabase().catch(() => null)
    const [place] = await Promise.all([
      client ? readPlace(client, accountId) : { ok: false as const, code: 'unreachable' as const },
      search(accountId),
    ])
    if (mine !== latest) return
    state.value = place.ok ? { status: 'ready', ...place.value } : { status: 'failed', code: place.code }
  }

  /** The newest acts that the filter lets through. */
  async function search(accountId: number): Promise<void> {
    acts.value = { ...acts.value, status: 'loading' }
    await read(accountId, null)
  }

  async function older(accountId: number): Promise<void> {
    const last = acts.value.rows.at(-1)
    if (acts.value.status === 'loading' || !last) return
    await read(accountId, last.seq)
  }

  async function read(accountId: number, before: number | null): Promise<void> {
    const mine = ++latestSearch
    const client = await loadSupabase().catch(() => null)
    // One more than is shown says whether there are older ones.
    const answer: RowAnswer<AuditRow[]> = client
      ? await readActs(client, accountId, filter.value, before, PAGE + 1)
      : { ok: false, code: 'unreachable' }
    if (mine !== latestSearch) return
    // Rows of another filter are no answer to this one.
    const { rows, hasMore } = before === null ? NOTHING : acts.value
    acts.value = answer.ok
      ? { status: 'ready', rows: [...rows, ...answer.value.slice(0, PAGE)], hasMore: answer.value.length > PAGE }
      : { status: 'failed', code: answer.code, rows, hasMore }
  }

  return { state, acts, filter, load, search, older }
})
