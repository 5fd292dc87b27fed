import { shallowRef } from 'vue'

export interface DropPlace<K> { key: K, isAfter: boolean }

/** What is dragged, and before or after which other it would be dropped. Rows call `start`, `hover` and `end`; the list does the rest. */
export function createDragOrder<K>() {
  const dragged = shallowRef<K | null>(null)
  const over = shallowRef<DropPlace<K> | null>(null)

  return {
    dragged,
    over,
    start(event: DragEvent, key: K): void {
      dragged.value = key
      // Firefox drags nothing that carries nothing.
      event.dataTransfer?.setData('text/plain', '')
      const row = event.target instanceof Element ? event.target.closest('li') : null
      if (row) event.dataTransfer?.setDragImage(row, 12, 12)
    },
    hover(event: DragEvent, key: K): void {
      if (dragged.value === null || !(event.currentTarget instanceof HTMLElement)) return
      event.preventDefault()
      event.stopPropagation()
      const { top, height } = event.currentTarget.getBoundingClientRect()
      over.value = key === dragged.value ? null : { key, isAfter: event.clientY > top + height / 2 }
    },
    end(): void {
      dragged.value = null
      over.value = null
    },
  }
}
