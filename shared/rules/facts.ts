import type { ConversationStatus, Priority } from '../contracts/conversation.ts'
import type { JudgeName } from '../contracts/judges.ts'
import type { RuleEventOn, SpikeMeasure } from '../contracts/rule.ts'

/** What rules look at: a conversation and its customer as they stand now. */
export interface RuleFacts {
  /** Null: no judge has said, or it was not sure. */
  category: string | null
  /** A person's word holds whether or not the judge may act. */
  isCategoryDecided: boolean
  language: string | null
  mood: string | null
  /** Null: nobody has judged it. */
  isFrustrated: boolean | null
  tierId: number | null
  /** Null: the shop has not told. */
  customerTags: string[] | null
  lifetimeValueMinor: number | null
  labels: string[]
  inboxId: number
  channel: string | null
  teamId: number | null
  priority: Priority | null
  assigneeId: number | null
  isOpenHours: boolean
  contactName: string
  status: ConversationStatus
  /** Who said the last public word, and how long ago; bots do not count. Null: nobody yet. */
  spokeLast: { by: 'customer' | 'shop', agoMs: number } | null
  /** Judges that may not act on this account. */
  judgesOff: JudgeName[]
}

/** Something that happened in a conversation at `at` (epoch ms), once per `key`. */
export interface Happening {
  key: string
  on: RuleEventOn
  at: number
  /** Where it concerns one rule only. */
  ruleId?: number
  /** What tipped a spike. */
  spike?: SpikeMeasure
}
