import type { DetectedLanguage, Language } from '../contracts/judgement.ts'
import type { SkillLevel } from '../contracts/routing.ts'

/** What is known of a conversation that looks for a person. `waitingSince` is epoch milliseconds. */
export interface RoutedConversation {
  conversationId: number
  contactId: number
  inboxId: number
  teamId: number | null
  category: string | null
  categoryConfidence: number
  language: DetectedLanguage | null
  isVip: boolean
  labels: string[]
  waitingSince: number
}

/** A person as they stand this moment. */
export interface RoutableAgent {
  agentId: number
  name: string
  isRouted: boolean
  /** Available in Chatwoot and within their shift. */
  isOnDuty: boolean
  skills: Record<string, SkillLevel>
  languages: Language[]
  teamIds: number[]
  inboxIds: number[]
  capacity: number
  /** Open conversations by weight. */
  load: number
  /** Median time to a first reply, where it is known. */
  typicalResponseSeconds: number | null
}

/** How often a person served this customer before, and when last (epoch ms). */
export interface Service { agentId: number, times: number, lastAt: number }
