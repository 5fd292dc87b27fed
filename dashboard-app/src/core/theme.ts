import type { ShallowRef } from 'vue'
import type { PanelStorage } from './storage'
import { shallowRef } from 'vue'

export type ThemeChoice = 'auto' | 'light' | 'dark'
export interface PanelTheme {
  choice: Readonly<ShallowRef<ThemeChoice>>
  choose: (choice: ThemeChoice) => void
  follow: (theme: 'light' | 'dark' | null) => void
}
const KEY = 'pitwall.theme'

/** The agent's choice, else what Chatwoot told, else what the frame inherits (Chromium hands Chatwoot's scheme down). */
export function useTheme(storage: PanelStorage, root: HTMLElement = document.documentElement): PanelTheme {
  const kept = storage.getItem(KEY)
  const choice = shallowRef<ThemeChoice>(kept === 'light' || kept === 'dark' ? kept : 'auto')
  let told: 'light' | 'dark' | null = null

  const apply = () => {
    const theme = choice.value === 'auto' ? told : choice.value
    if (theme) root.dataset.theme = theme
    else delete root.dataset.theme
  }
  apply()

  return {
    choice,
    choose(next) {
      choice.value = next
      if (next === 'auto') storage.removeItem(KEY)
      else storage.setItem(KEY, next)
      apply()
    },
    follow(theme) {
      told = theme
      apply()
    },
  }
}
