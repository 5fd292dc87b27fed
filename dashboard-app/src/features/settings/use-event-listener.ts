import { onScopeDispose } from 'vue'

type Listener<K extends keyof WindowEventMap> = (event: WindowEventMap[K]) => void

/** Listens as long as the component lives. */
export function useEventListener<K extends keyof WindowEventMap>(target: Window, name: K, listener: Listener<K>): void {
  target.addEventListener(name, listener)
  onScopeDispose(() => target.removeEventListener(name, listener))
}
