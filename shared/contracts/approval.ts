import { z } from 'zod'
import { Role } from './brief.ts'
import { ActionState, Rehearsal } from './order-action.ts'

export const ApprovalState = z.enum(['waiting', 'approved', 'refused', 'expired'])
export type ApprovalState = z.infer<typeof ApprovalState>

/** What waits for a person, or was decided lately. `kind` is open: a panel that does not know one shows it and lets nobody approve it. */
export const Approval = z.object({
  id: z.number().int(),
  conversationId: z.number().int(),
  contactName: z.string(),
  kind: z.string(),
  content: z.string(),
  requestedAs: z.string(),
  isByRule: z.boolean(),
  neededRole: Role,
  dueAt: z.number().int(),
  state: ApprovalState,
  decidedBy: z.string().nullable(),
  decidedAt: z.number().int().nullable(),
  editedContent: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: z.number().int(),
  /** The customer's last words. */
  lastMessage: z.string(),
  /** Somebody wrote in the conversation after it was prepared. */
  isNewer: z.boolean(),
  /** What became of the message: in the words of the outbox, null while there is none. */
  sendState: z.string().nullable(),
  /** Of an action with an order: what it would do, why it was asked for, and how far it is. */
  rehearsal: Rehearsal.nullable(),
  wish: z.string().nullable(),
  actionState: ActionState.nullable(),
  /** Whether the caller may approve it: their role suffices, it is not their own, and its kind is known. */
  canApprove: z.boolean(),
})
export type Approval = z.infer<typeof Approval>

/** `GET /approvals/:accountId`; with `?conversation=` those of one conversation. */
export const Approvals = z.object({ approvals: z.array(Approval), linkBase: z.url(), asOf: z.number().int() })
export type Approvals = z.infer<typeof Approvals>

/** `POST /approvals/:accountId/:id`. `text`: sent instead of what was prepared. */
export const Decision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve'), text: z.string().trim().min(1).max(20_000).optional() }).strict(),
  z.object({ decision: z.literal('refuse'), reason: z.string().trim().max(500).default('') }).strict(),
])
export type Decision = z.infer<typeof Decision>
