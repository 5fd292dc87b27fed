import { z } from 'zod'
import { ActionKind, ActionState, FactChange, OrderAction, Payout, Rehearsal } from '../../../../shared/contracts/order-action.ts'

const Instant = z.string().transform(text => Date.parse(text))
const InstantOrNull = z.string().nullable().transform(text => text === null ? null : Date.parse(text))

/** An action as the database keeps it. */
export const ActionRow = z.object({
  id: z.uuid(),
  account_id: z.number(),
  conversation_id: z.number(),
  order_gid: z.string(),
  order_name: z.string(),
  kind: ActionKind,
  asked: OrderAction,
  input: z.record(z.string(), z.unknown()),
  rehearsal: Rehearsal,
  digest: z.string(),
  reason: z.string(),
  requested_by: z.number().nullable(),
  requested_as: z.string(),
  decided_by: z.number().nullable(),
  was_alone: z.boolean(),
  state: ActionState,
  attempts: z.number(),
  doubts: z.number(),
  locked_until: InstantOrNull,
  first_sent_at: InstantOrNull,
  last_sent_at: InstantOrNull,
  refused_code: z.string().nullable(),
  needs_person: z.boolean(),
  shop_ref: z.string().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  changes: z.array(FactChange),
  created_at: Instant,
  settled_at: InstantOrNull,
  payout: Payout.shape.state.nullable(),
  payout_looks: z.number(),
  failed_minor: z.number().nullable(),
})
export type ActionRow = z.infer<typeof ActionRow>
