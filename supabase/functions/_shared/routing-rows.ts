import type { Language } from '../../../shared/contracts/judgement.ts'
import type { RoutableAgent, RoutedConversation, Service } from '../../../shared/routing/facts.ts'
import { z } from 'zod'
import { DetectedLanguage, LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { DEFAULT_ROUTING_POLICY, RoutingPolicy, Shift, SkillLevel } from '../../../shared/contracts/routing.ts'
import { isOnShift } from '../../../shared/routing/shift.ts'

const MINUTE = 60_000
const Instant = z.string().transform(text => Date.parse(text))

/** A person as the database knows them; what cannot be read of a shift is no shift. */
export const BoardRow = z.object({
  agent_id: z.number(),
  chatwoot_user_id: z.number(),
  name: z.string(),
  availability: z.string(),
  availability_since: Instant,
  is_removed: z.boolean(),
  is_routed: z.boolean(),
  capacity: z.number(),
  languages: z.array(z.string()).transform(all => LANGUAGES.filter((one): one is Language => all.includes(one))),
  shift: Shift.catch(null),
  typical_response_seconds: z.number().nullable(),
  skills: z.record(z.string(), SkillLevel).catch({}),
  team_ids: z.array(z.number()),
  inbox_ids: z.array(z.number()),
  load: z.coerce.number(),
})
export type BoardRow = z.infer<typeof BoardRow>

export function toAgent(row: BoardRow, now: number): RoutableAgent {
  return {
    agentId: row.agent_id,
    name: row.name,
    isRouted: row.is_routed,
    isOnDuty: isOnDuty(row, now),
    skills: row.skills,
    languages: row.languages,
    teamIds: row.team_ids,
    inboxIds: row.inbox_ids,
    capacity: row.capacity,
    load: row.load,
    typicalResponseSeconds: row.typical_response_seconds,
  }
}

/** Whether what Pitwall gave this person moves on: they left, or have been away for as long as the policy allows. */
export function isGone(row: BoardRow, offlineMinutes: number | null, now: number): boolean {
  if (row.is_removed) return true
  if (offlineMinutes === null || isOnDuty(row, now)) return false
  const then = now - offlineMinutes * MINUTE
  return row.availability === 'online' ? !isOnShift(row.shift, then) : row.availability_since <= then
}

function isOnDuty(row: BoardRow, now: number): boolean {
  return !row.is_removed && row.availability === 'online' && isOnShift(row.shift, now)
}

export const FactsRow = z.object({
  conversation_id: z.number(),
  inbox_id: z.number(),
  team_id: z.number().nullable(),
  contact_id: z.number(),
  assignee_id: z.number().nullable(),
  status: z.string(),
  category: z.string().nullable(),
  category_confidence: z.number(),
  language: DetectedLanguage.nullable().catch(null),
  labels: z.array(z.string()),
  customer_tags: z.array(z.string()),
  waiting_since: Instant.nullable(),
  due_at: Instant.nullable(),
  is_enabled: z.boolean(),
  auto_assignment: z.boolean(),
  given_user_id: z.number().nullable(),
  services: z.array(z.object({ agentId: z.number(), times: z.number(), lastAt: Instant })).transform((all): Service[] => all),
})
export type FactsRow = z.infer<typeof FactsRow>

/** `waitingSince` is for who waits; while it is the customer's turn nobody does, and `now` stands there. */
export function toConversation(row: FactsRow, vipTags: string[], now: number): RoutedConversation {
  const known = new Set([...row.labels, ...row.customer_tags].map(tag => tag.toLowerCase()))
  return {
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    inboxId: row.inbox_id,
    teamId: row.team_id,
    category: row.category,
    categoryConfidence: row.category_confidence,
    language: row.language,
    isVip: vipTags.some(tag => known.has(tag.toLowerCase())),
    labels: row.labels,
    waitingSince: row.waiting_since ?? now,
  }
}

/** The policy of an account, else the default; one that cannot be read counts as none. */
export function policyOf(accountPolicy: unknown): RoutingPolicy {
  return RoutingPolicy.safeParse(accountPolicy).data ?? DEFAULT_ROUTING_POLICY
}
