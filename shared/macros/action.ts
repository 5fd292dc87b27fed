import type { ActionOrder } from '../contracts/action-order.ts'
import type { ActionSource, ChosenLines, OrderStep } from '../contracts/macro-action.ts'
import type { MacroAnswers, StepHole } from '../contracts/macro.ts'
import type { ActionKind } from '../contracts/order-action.ts'
import { z } from 'zod'
import { OrderAction } from '../contracts/order-action.ts'
import { parseMoney } from '../money/decimal.ts'

/** Kinds whose amounts are in the shop's currency; those of the others are in that of the order. */
const IN_SHOP_MONEY: ReadonlySet<ActionKind> = new Set(['discount'])
const Parts = z.record(z.string(), z.unknown())

/** What is known when an action is put together: `later` are values that steps before it have yet to bring. */
export interface ActionMoment {
  order: ActionOrder | null
  answers: MacroAnswers
  values: ReadonlyMap<string, string>
  later: ReadonlySet<string>
}
export interface FilledAction { wish: OrderAction | null, isLater: boolean, holes: StepHole[] }

/** The action that a step asks for, with what comes from answers and from the order in its place; a part that is missing is a hole. */
export function fillAction(step: Pick<OrderStep, 'action' | 'from' | 'each'>, moment: ActionMoment): FilledAction {
  const kind = kindOf(step)
  let draft = Parts.parse(step.action)
  const awaited = new Set<string>()
  const holes: StepHole[] = []
  for (const [path, source] of Object.entries(step.from)) {
    const found = find(path, source, kind, step.each, moment)
    if (found.is === 'later') awaited.add(path)
    else if (found.is === 'missing') holes.push({ because: 'part', value: path })
    else if (found.is === 'value') draft = put(draft, path.split('.'), found.value)
  }
  if (holes.length > 0) return { wish: null, isLater: false, holes }
  const isLater = awaited.size > 0
  const wish = OrderAction.safeParse(draft)
  if (wish.success && !isLater) return { wish: wish.data, isLater, holes: [] }
  // What comes later is no hole; what is wrong beside it is one already.
  const wrong = wish.error?.issues.map(({ path }) => path.join('.')).find(path => !awaited.has(path))
  return { wish: null, isLater: wrong === undefined, holes: wrong === undefined ? [] : [{ because: 'part', value: wrong }] }
}

/** What kind of action a step asks for. */
export function kindOf({ action }: Pick<OrderStep, 'action'>): ActionKind {
  return OrderAction.options.map(({ shape }) => shape.do.value).find(kind => kind === action.do) ?? 'refund'
}

type Found = { is: 'value', value: unknown } | { is: 'later' } | { is: 'missing' } | { is: 'not_answered' }

function find(path: string, source: ActionSource, kind: ActionKind, each: OrderStep['each'], { order, answers, values, later }: ActionMoment): Found {
  const withEach = (lines: ChosenLines): Found => ({ is: 'value', value: lines.map(line => ({ ...line, ...each })) })
  if ('value' in source) {
    const value = values.get(source.value)
    if (value) return { is: 'value', value }
    return { is: later.has(source.value) ? 'later' : 'missing' }
  }
  if ('input' in source) {
    const answer = answers[source.input]
    if (answer === undefined || answer === '') return { is: 'not_answered' }
    if (Array.isArray(answer)) return withEach(answer)
    return path.endsWith('Minor') ? amountOf(answer, kind, order) : { is: 'value', value: answer }
  }
  if (!order) return { is: 'missing' }
  switch (path) {
    case 'lines': return withEach(order.lines.map(line => ({ lineId: line.id, quantity: unitsOf(line, kind) })).filter(({ quantity }) => quantity > 0))
    case 'shippingMinor': return { is: 'value', value: order.shippingLeft.minor }
    case 'shippingChanges': return { is: 'value', value: order.shipping.map(({ id }) => ({ lineId: id, to: null })) }
    case 'amountMinor': return { is: 'value', value: order.left.minor }
    default: return { is: 'missing' }
  }
}

/** How many of a line all of them are: what can be given back, what has left and can come back, or what was bought. */
function unitsOf({ quantity, refundable, unshipped }: ActionOrder['lines'][number], kind: ActionKind): number {
  if (kind === 'return') return refundable - unshipped
  return kind === 'replace' ? quantity : refundable
}

function amountOf(answer: string | number, kind: ActionKind, order: ActionOrder | null): Found {
  if (!order) return { is: 'missing' }
  try {
    return { is: 'value', value: parseMoney(String(answer), IN_SHOP_MONEY.has(kind) ? order.shopCurrency : order.currency).minor }
  }
  catch {
    return { is: 'missing' }
  }
}

function put(parts: Record<string, unknown>, [first = '', ...rest]: string[], value: unknown): Record<string, unknown> {
  if (rest.length === 0) return { ...parts, [first]: value }
  return { ...parts, [first]: put(Parts.safeParse(parts[first]).data ?? {}, rest, value) }
}
