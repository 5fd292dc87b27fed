import { z } from 'zod'
import { AssignmentCause, AssignmentState, RoutingDecision } from './routing.ts'

/** The latest thing that routing did for a conversation, and why. `at` is epoch milliseconds. */
export const Assignment = z.object({ state: AssignmentState, because: AssignmentCause, decision: RoutingDecision, at: z.number().int() })
export type Assignment = z.infer<typeof Assignment>
