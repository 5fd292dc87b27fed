import type { SeedWorld } from './types.ts'

export const agents: SeedWorld['agents'] = [
  { id: 1, name: 'Maya Okafor', email: 'maya@alderandpine.example', role: 'administrator', availability: 'online' },
  { id: 2, name: 'Tom Lindqvist', email: 'tom@alderandpine.example', role: 'agent', availability: 'online' },
  { id: 3, name: 'Inés Robledo', email: 'ines@alderandpine.example', role: 'agent', availability: 'online' },
  { id: 4, name: 'Julien Marchetti', email: 'julien@alderandpine.example', role: 'agent', availability: 'busy' },
  { id: 5, name: 'Priya Nair', email: 'priya@alderandpine.example', role: 'agent', availability: 'online' },
  { id: 6, name: 'Sam Whitlock', email: 'sam@alderandpine.example', role: 'agent', availability: 'offline' },
]

export const teams: SeedWorld['teams'] = [
  { id: 1, name: 'front desk', memberIds: [1, 2, 6] },
  { id: 2, name: 'europe', memberIds: [1, 3, 4] },
  { id: 3, name: 'gear lab', memberIds: [1, 5] },
]
