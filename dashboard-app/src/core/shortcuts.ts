import type { ParseKeys } from 'i18next'
import { onScopeDispose, shallowRef } from 'vue'

export interface Shortcut { keys: string, label: ParseKeys, group: 'reply' | 'view', isSingle: boolean }

/** Every key of the panel, as the help sheet lists it. `keys` is `Mod+Alt+Shift+key`; Mod is Ctrl or Cmd. */
export const SHORTCUTS = {
  send: { keys: 'Mod+Enter', label: 'shortcuts.send', group: 'reply', isSingle: false },
  undo: { keys: 'Alt+z', label: 'shortcuts.undo', group: 'reply', isSingle: false },
  reply: { keys: 'Alt+l', label: 'shortcuts.reply', group: 'reply', isSingle: false },
  note: { keys: 'Alt+p', label: 'shortcuts.note', group: 'reply', isSingle: false },
  copy_draft: { keys: 'Alt+c', label: 'shortcuts.copy_draft', group: 'reply', isSingle: false },
  use_draft: { keys: 'u', label: 'shortcuts.use_draft', group: 'reply', isSingle: true },
  draft_formal: { keys: '1', label: 'shortcuts.draft_formal', group: 'reply', isSingle: true },
  draft_friendly: { keys: '2', label: 'shortcuts.draft_friendly', group: 'reply', isSingle: true },
  draft_concise: { keys: '3', label: 'shortcuts.draft_concise', group: 'reply', isSingle: true },
  regenerate: { keys: 'g', label: 'shortcuts.regenerate', group: 'reply', isSingle: true },
  macros: { keys: 'Mod+k', label: 'shortcuts.macros', group: 'reply', isSingle: false },
  next_order: { keys: 'o', label: 'shortcuts.next_order', group: 'view', isSingle: true },
  category: { keys: 'c', label: 'shortcuts.category', group: 'view', isSingle: true },
  search: { keys: '/', label: 'shortcuts.search', group: 'view', isSingle: true },
  refresh: { keys: 'r', label: 'shortcuts.refresh', group: 'view', isSingle: true },
  help: { keys: '?', label: 'shortcuts.help', group: 'view', isSingle: true },
} as const satisfies Record<string, Shortcut>

export type ShortcutId = keyof typeof SHORTCUTS
export const SHORTCUT_IDS = Object.keys(SHORTCUTS).filter(isShortcutId)

/** While another section is open, the keys of the hidden one are silent. */
export const reach = shallowRef<'all' | 'help'>('all')

const handlers = new Map<ShortcutId, () => void>()
/** Single letters can be switched off: speech input and shaky hands press them unmeant (WCAG 2.1.4). */
export const areSinglesOn = shallowRef(true)

/** Answers a key while the component lives; the newest component wins. */
export function useShortcut(id: ShortcutId, handler: () => void): void {
  const before = handlers.get(id)
  handlers.set(id, handler)
  onScopeDispose(() => {
    if (handlers.get(id) !== handler) return
    if (before) handlers.set(id, before)
    else handlers.delete(id)
  })
}

/** Listens on the page; single keys are left alone while somebody types, and all but help while a dialog is open. */
export function listenForShortcuts(page: Document): void {
  page.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const id = SHORTCUT_IDS.find(one => matches(event, SHORTCUTS[one].keys))
    const handler = id && handlers.get(id)
    if (!id || !handler || (reach.value === 'help' && id !== 'help') || page.querySelector('dialog[open]')) return
    if (SHORTCUTS[id].isSingle && (!areSinglesOn.value || isTyping(event.target) || event.repeat)) return
    event.preventDefault()
    handler()
  })
}

function matches(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+')
  const key = parts.pop() ?? ''
  if (parts.includes('Mod') !== (event.ctrlKey || event.metaKey) || parts.includes('Alt') !== event.altKey) return false
  // Alt changes letters on some layouts and French keyboards shift digits, so both are also read from the key's place.
  const place = /\d/.test(key) ? `Digit${key}` : parts.includes('Alt') ? `Key${key.toUpperCase()}` : null
  return event.key.toLowerCase() === key.toLowerCase() || event.code === place
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

function isShortcutId(id: string): id is ShortcutId {
  return Object.hasOwn(SHORTCUTS, id)
}
