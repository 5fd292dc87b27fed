import type { LiveOptions, LiveState } from './live'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { openLive } from './live'

/** One connection for the panel's life, and how well it hears. */
export const useLiveStore = defineStore('live', () => {
  const state = shallowRef<LiveState>('connecting')
  let connection: ReturnType<typeof openLive> | null = null

  function open(options: LiveOptions): void {
    close()
    const opened = openLive(options)
    connection = opened
    watch(opened.state, (now) => { if (connection === opened) state.value = now }, { immediate: true })
  }

  function close(): void {
    connection?.close()
    connection = null
    state.value = 'connecting'
  }

  return { state, open, close }
})
