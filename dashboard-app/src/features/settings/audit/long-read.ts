import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer, RowFailure } from '../database'
import { onScopeDispose, shallowRef } from 'vue'
import { useSupabase } from '@/core/supabase'

export type ReadState<T> =
  | { status: 'idle' }
  | { status: 'running', done: number, total: number | null }
  | { status: 'done', value: T }
  | { status: 'failed', code: RowFailure }

/** What a long reading is given: `told` counts rows as they come, `rows` takes an answer or ends the reading. */
export interface Reading {
  client: SupabaseClient
  told: (rows: number) => void
  expect: (total: number) => void
  rows: <T>(answer: Promise<RowAnswer<T>>) => Promise<T>
}

class ReadingEnded extends Error {
  override readonly name = 'ReadingEnded'
  constructor(readonly code: RowFailure | null) { super('ended') }
}

/** A reading of many pages that shows how far it is and can be stopped; it stops with whoever began it. */
export function useLongRead<T>() {
  const loadSupabase = useSupabase()
  const state = shallowRef<ReadState<T>>({ status: 'idle' })
  let latest = 0

  async function start(read: (reading: Reading) => Promise<T>): Promise<void> {
    const mine = ++latest
    let [done, total] = [0, null as number | null]
    const show = () => { state.value = { status: 'running', done, total } }
    show()
    const client = await loadSupabase().catch(() => null)
    if (mine !== latest) return
    if (!client) {
      state.value = { status: 'failed', code: 'unreachable' }
      return
    }
    const reading: Reading = {
      client,
      told: (rows) => {
        done += rows
        show()
      },
      expect: (rows) => {
        total = rows
        show()
      },
      async rows(answer) {
        const found = await answer
        if (mine !== latest) throw new ReadingEnded(null)
        if (!found.ok) throw new ReadingEnded(found.code)
        return found.value
      },
    }
    try {
      const value = await read(reading)
      if (mine === latest) state.value = { status: 'done', value }
    }
    catch (error) {
      if (!(error instanceof ReadingEnded)) throw error
      if (error.code) state.value = { status: 'failed', code: error.code }
    }
  }

  function stop(): void {
    latest++
    state.value = { status: 'idle' }
  }
  onScopeDispose(stop)

  return { state, start, stop }
}
