import type { Component } from 'vue'

interface SettingsModule { default: Component }

const found = Object.values(import.meta.glob<SettingsModule>('../features/settings/index.ts'))

/** Whether this build has settings: removing their folder removes their tab. */
export const hasSettings = found.length > 0

/** The settings, loaded when somebody opens them. */
export async function loadSettings(): Promise<Component> {
  const [load] = found
  if (!load) throw new Error('this build has no settings')
  return (await load()).default
}
