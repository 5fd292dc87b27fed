import { z } from 'zod'
import { ConversationStatus, Priority } from './conversation.ts'

const Id = z.number().int().nullable()

/** What a conversation was like right before a step of a run; `snoozedUntil` in epoch ms. */
export const StepBefore = z.object({
  labels: z.array(z.string()),
  priority: Priority.nullable(),
  teamId: Id,
  assigneeId: Id,
  status: ConversationStatus,
  snoozedUntil: z.number().nullable(),
})
export type StepBefore = z.infer<typeof StepBefore>

/** One thing that can be taken back: done only while the conversation is at `from` still. `digest`: of the rehearsed release. */
export const UndoPart = z.discriminatedUnion('part', [
  z.object({ part: z.literal('labels'), labels: z.array(z.string()).min(1) }),
  z.object({ part: z.literal('priority'), from: Priority, to: Priority.nullable() }),
  z.object({ part: z.literal('team'), from: z.number().int(), to: Id }),
  z.object({ part: z.literal('assignee'), from: z.number().int(), to: Id }),
  z.object({ part: z.literal('status'), from: ConversationStatus, to: ConversationStatus, snoozedUntil: z.number().nullable() }),
  z.object({ part: z.literal('release'), actionId: z.uuid(), orderId: z.string(), digest: z.string() }),
  z.object({ part: z.literal('code'), actionId: z.uuid(), code: z.string() }),
])
export type UndoPart = z.infer<typeof UndoPart>

/**
 * Why a step stays as it is. `changed`: somebody changed it since; `already`: it was so before; `unknown`: what was before, or what
 * is now, could not be read; `over`: the snooze from before has ended; `used`: a code that an order used.
 */
export const UndoReason = z.enum(['sent', 'noted', 'told', 'refunded', 'cancelled', 'order', 'changed', 'already', 'unknown', 'over', 'used'])
export type UndoReason = z.infer<typeof UndoReason>

/** A step of the run by its path: what is taken back, or (`part` null) why not. */
export const UndoItem = z.object({ path: z.string(), part: UndoPart.nullable(), because: UndoReason.nullable() })
export type UndoItem = z.infer<typeof UndoItem>

/** `GET /macros/:accountId/:conversationId/runs/:runId/undo`, the newest step first; `digest` stands for exactly this. */
export const UndoPreview = z.object({ items: z.array(UndoItem), digest: z.string(), canUndo: z.boolean() })
export type UndoPreview = z.infer<typeof UndoPreview>

/** `kept`: nothing was to be done. A `failed` one has the code of the outbox or of the action with the order. */
export const UndoState = z.enum(['kept', 'pending', 'done', 'failed'])
export type UndoState = z.infer<typeof UndoState>

/** What was undone of a run, by whom and when; under way while `isOver` is false. */
export const MacroUndo = z.object({
  askedBy: z.string(),
  askedAt: z.number().int(),
  isOver: z.boolean(),
  items: z.array(UndoItem.extend({ state: UndoState, code: z.string().nullable() })),
})
export type MacroUndo = z.infer<typeof MacroUndo>
