import type { Component } from 'vue'

type Load = () => Promise<Component>

/** The sections that are loaded when somebody opens them. */
export const sections = {
  approvals: async () => (await import('@/features/approvals')).default,
  board: async () => (await import('@/features/board')).default,
  insights: async () => (await import('@/features/insights')).default,
  settings: async () => (await import('@/features/settings')).default,
} satisfies Record<string, Load>
