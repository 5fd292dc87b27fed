import type { ShallowRef } from 'vue'
import { onScopeDispose, readonly, shallowRef } from 'vue'

const now = shallowRef(Date.now())
let skewMs = 0
let listeners = 0
let timer: ReturnType<typeof setInterval> | undefined

/**
 * Tells the panel what time the server had when a question left for it at `askedAt` of this clock: promises are kept on
 * the server's clock, not on the agent's, and the answer may have been long on its way. Epoch ms.
 */
export function setServerTime(serverHad: number, askedAt: number): void {
  skewMs = serverHad - askedAt
  now.value = serverNow()
}

/** The server's time now, as well as the panel knows it. Epoch ms. */
export function serverNow(): number {
  return Date.now() + skewMs
}

/** The server's time, moving once a second while somebody looks. Epoch ms. */
export function useServerNow(): Readonly<ShallowRef<number>> {
  now.value = serverNow()
  if (listeners++ === 0) timer = setInterval(() => { now.value = serverNow() }, 1000)
  onScopeDispose(() => {
    if (--listeners === 0) clearInterval(timer)
  })
  return readonly(now)
}
