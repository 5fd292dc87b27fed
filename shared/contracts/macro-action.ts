import { z } from 'zod'
import { FactChange, OrderAction, RehearsalAnswer } from './order-action.ts'

const Input = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/)
const Field = z.string().regex(/^[a-z]\w{0,39}$/i)

/** A part of an action that only the moment knows: an answer of the agent, all there is (lines, shipping, money), or a value. */
export const ActionSource = z.union([
  z.object({ input: Input }).strict(),
  z.object({ all: z.literal(true) }).strict(),
  z.object({ value: z.string().regex(/^[a-z][\w.]{0,59}$/) }).strict(),
])
export type ActionSource = z.infer<typeof ActionSource>

/** Where in an action a part goes: `lines`, `off.percent`. */
const Path = z.string().regex(/^[a-z]\w{0,39}(\.[a-z]\w{0,39})?$/i)

// What a kind must have may come from the moment, so here each part may be left out; a part that a kind does not have is refused.
function templateOf(shape: z.ZodRawShape) {
  const { do: kind, ...parts } = shape
  const open = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, opened(part)]))
  return z.object(open).partial().extend({ do: kind ?? z.never() }).strict()
}
/** A part that is one of several says which; what it has besides may come from the moment too. */
function opened(part: z.core.$ZodType): z.core.$ZodType {
  if (!(part instanceof z.ZodDiscriminatedUnion)) return part
  const { discriminator, options } = part.def
  const [first, ...others] = options.flatMap((option) => {
    if (!(option instanceof z.ZodObject)) return []
    const { [discriminator]: which = z.never() } = option.shape
    return [option.partial().extend({ [discriminator]: which }).strict()]
  })
  return first ? z.discriminatedUnion(discriminator, [first, ...others]) : part
}
const [first, ...others] = OrderAction.options.map(option => templateOf(option.shape))
if (!first) throw new Error('There is no kind of action')

/**
 * What a step of a macro does with the order: any kind of `OrderAction`, as far as the one who writes it knows it; `from` says
 * where the rest comes from. Lines that come from an answer, or are all there are, get the fields of `each`. Where a part ends in
 * `Minor` an answer is an amount in whole units of the currency.
 */
export const OrderStep = z.object({
  do: z.literal('order_action'),
  action: z.discriminatedUnion('do', [first, ...others]),
  from: z.record(Path, ActionSource).default({}),
  each: z.record(Field, z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
  reason: z.string().trim().min(1).max(300),
}).strict()
export type OrderStep = z.infer<typeof OrderStep>

/** Lines of an order that an agent chose, with how many of each. */
export const ChosenLines = z.array(
  z.object({ lineId: z.string().max(100), quantity: z.number().int().min(1).max(100_000) }).strict(),
).max(50)
export type ChosenLines = z.infer<typeof ChosenLines>

/** A text with parts that nobody knows before an earlier step is done; what is optional is left out when its value is missing. */
export const TextPart = z.union([z.object({ text: z.string() }), z.object({ value: z.string() })])
export type TextPart = z.infer<typeof TextPart>
export const LateText = z.array(z.object({ parts: z.array(TextPart), isOptional: z.boolean() }))
export type LateText = z.infer<typeof LateText>

/** An order's action as it is rehearsed with a macro: `answer` is null where it stands on what an earlier step has yet to bring. */
export const PlannedAction = z.object({
  orderId: z.string(),
  /** What is asked for; null where a part of it is missing or comes later. */
  wish: OrderAction.nullable(),
  reason: z.string(),
  answer: RehearsalAnswer.nullable(),
})
export type PlannedAction = z.infer<typeof PlannedAction>

/** What became of an action that a step asked for. */
export const StepAction = z.object({
  id: z.uuid(),
  state: z.string(),
  detail: z.string().nullable(),
  needsPerson: z.boolean(),
  changes: z.array(FactChange),
})
export type StepAction = z.infer<typeof StepAction>
