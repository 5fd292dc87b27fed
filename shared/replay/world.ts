import type { ReplayEvent } from '../contracts/replay.ts'
import type { AssignmentCause } from '../contracts/routing.ts'
import type { Case } from './cases.ts'
import type { PromiseBook } from './promises.ts'
import type { DutyChange } from './roster.ts'

/** What the world does, whoever answers: conversations, comings and goings, and, where they are recorded, replies. */
export interface World { cases: Case[], duties: DutyChange[], recorded: ReplayEvent[], until: number }

export interface Assigned { at: number, conversationId: number, agentId: number, cause: AssignmentCause }
/** Work and duty are milliseconds, by person and by what began when. */
export interface Traces {
  assigned: Assigned[]
  firstReplies: Map<number, number>
  work: { at: number, agentId: number, ms: number }[]
  promises: PromiseBook
}

/** What may stand in a replay's future. */
export type Happening =
  | { kind: 'arrives', one: Case }
  | { kind: 'duty', change: DutyChange }
  | { kind: 'recorded', event: ReplayEvent }
  | { kind: 'finishes', agentId: number, conversationId: number, passTo: number | null }
  | { kind: 'writes', conversationId: number }
  | { kind: 'resolves', conversationId: number, turn: number }
  | { kind: 'relaxes', conversationId: number }
  | { kind: 'sweeps' }
  | { kind: 'still_off', agentId: number, offSince: number }
