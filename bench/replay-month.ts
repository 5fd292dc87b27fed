import type { SlaTier } from '../shared/contracts/sla.ts'
import { ReplayConfig } from '../shared/contracts/replay.ts'
import { DEFAULT_ROUTING_POLICY } from '../shared/contracts/routing.ts'
import { generateMonth } from '../shared/replay/generate.ts'

const MONDAY = Date.UTC(2026, 5, 1)
const EARLY = shift(8, 16)
const LATE = shift(13, 21)
const MIDDLE = shift(10, 18)

function shift(from: number, to: number) {
  const blocks = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: from * 60, toMinute: to * 60 }))
  return { timeZone: 'UTC', holidays: [], blocks }
}

const TIERS: SlaTier[] = [
  { id: 1, name: 'VIP', position: 1, targetSeconds: 300, isEnabled: true, conditions: [{ on: 'customer_tag', anyOf: ['vip'] }] },
  { id: 2, name: 'Order issues', position: 2, targetSeconds: 900, isEnabled: true, conditions: [
    { on: 'category', anyOf: ['order_status', 'shipping_issues', 'returns_refunds', 'billing_questions'] },
  ] },
  { id: 3, name: 'General', position: 3, targetSeconds: 3600, isEnabled: true, conditions: [{ on: 'always' }] },
]

/** Ten people in three overlapping shifts; a few know the machines, a few speak Spanish or French. */
const AGENTS = [
  { agentId: 1, name: 'Ana', shift: EARLY, skills: { technical: 3, products: 2 }, languages: ['en', 'es'] },
  { agentId: 2, name: 'Ben', shift: EARLY, skills: { returns: 2, billing: 2 }, languages: ['en'] },
  { agentId: 3, name: 'Cleo', shift: EARLY, skills: { products: 2, returns: 1 }, languages: ['en', 'fr'] },
  { agentId: 4, name: 'Dan', shift: MIDDLE, skills: { technical: 2, billing: 1 }, languages: ['en'] },
  { agentId: 5, name: 'Eva', shift: MIDDLE, skills: { returns: 3, products: 1 }, languages: ['en', 'es', 'fr'] },
  { agentId: 6, name: 'Finn', shift: MIDDLE, skills: { billing: 3, returns: 1 }, languages: ['en'] },
  { agentId: 7, name: 'Gil', shift: LATE, skills: { technical: 3, returns: 1 }, languages: ['en', 'fr'] },
  { agentId: 8, name: 'Hana', shift: LATE, skills: { products: 3, billing: 1 }, languages: ['en'] },
  { agentId: 9, name: 'Ivo', shift: LATE, skills: { returns: 2, products: 1 }, languages: ['en', 'es'] },
  { agentId: 10, name: 'Jo', shift: LATE, skills: { technical: 1, billing: 2 }, languages: ['en'] },
].map(agent => ({ ...agent, inboxIds: [1, 2, 3] }))

/** The seeded month of the bench: conversations of a shop of ten people, and the desk that meets them. */
export function benchMonth(perDay: number, over: { handling?: object, seed?: number } = {}) {
  const policy = DEFAULT_ROUTING_POLICY
  const config = ReplayConfig.parse({
    seed: over.seed ?? 1,
    agents: AGENTS,
    tiers: TIERS,
    calendar: shift(9, 21),
    handling: over.handling ?? {},
    before: { assign: 'round_robin', policy },
    after: { assign: 'routing', policy },
  })
  const events = generateMonth({
    seed: over.seed ?? 1,
    days: 30,
    perDay,
    from: MONDAY,
    vipShare: 0.06,
    inboxes: [
      { inboxId: 1, share: 60, languages: [{ language: 'en', share: 88 }, { language: 'es', share: 7 }, { language: 'fr', share: 5 }] },
      { inboxId: 2, share: 25, languages: [{ language: 'en', share: 80 }, { language: 'es', share: 12 }, { language: 'fr', share: 8 }] },
      { inboxId: 3, share: 15, languages: [{ language: 'es', share: 55 }, { language: 'fr', share: 45 }] },
    ],
  })
  return { config, events }
}
