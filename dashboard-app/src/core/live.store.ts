import type { LiveOptions, LiveState } from './live'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { openLive } from './live'

type Listener = LiveOptions['onChange']

/** One connection for all who want to hear of an account's changes, and how well it hears. */
export const useLiveStore = defineStore('live', () => {
  const state = shallowRef<LiveState>('connecting')
  /** Grows whenever there may be a new notice. */
  const noticed = shallowRef(0)
  const listeners = new Set<Listener>()
  let connection: { accountId: number, live: ReturnType<typeof openLive> } | null = null

  /** Calls `onChange` for each change until the returned function is called; the last who leaves ends the connection. */
  function hear({ load, accountId }: Pick<LiveOptions, 'load' | 'accountId'>, onChange: Listener): () => void {
    listeners.add(onChange)
    if (connection?.accountId !== accountId) open({ load, accountId })
    return () => {
      listeners.delete(onChange)
      if (listeners.size === 0) close()
    }
  }

  function open({ load, accountId }: Pick<LiveOptions, 'load' | 'accountId'>): void {
    close()
    const tell: Listener = id => listeners.forEach(listener => listener(id))
    const onNotice = () => { noticed.value++ }
    const live = openLive({ load, accountId, onChange: tell, onNotice, page: window, isVisible: () => !document.hidden })
    connection = { accountId, live }
    watch(live.state, (now) => { if (connection?.live === live) state.value = now }, { immediate: true })
  }

  function close(): void {
    connection?.live.close()
    connection = null
    state.value = 'connecting'
  }

  return { state, noticed, hear }
})
