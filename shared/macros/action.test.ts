import type { OrderStep } from '../contracts/macro-action.ts'
import type { MacroAct, MacroStep } from '../contracts/macro.ts'
import type { RehearsalAnswer } from '../contracts/order-action.ts'
import { describe, expect, it } from 'vitest'
import { MacroDefinition } from '../contracts/macro.ts'
import { fillAction } from './action.ts'
import { isComplete, planMacro } from './plan.ts'
import { withAnswers } from './settle-late.ts'
import { actionOrderOf, macroFactsOf, macroOf, orderOf } from './testing.ts'
import { fillLate } from './text.ts'

const REFUND: OrderStep = {
  do: 'order_action',
  action: { do: 'refund', payBack: 'original', tellsCustomer: false },
  from: {},
  each: {},
  reason: 'Broken',
}
const CODE: OrderStep = { ...REFUND, action: { do: 'discount', off: { by: 'percent', percent: 10 }, days: 30 } }
const LINES = [{ lineId: 'gid://shopify/LineItem/11', quantity: 1 }, { lineId: 'gid://shopify/LineItem/12', quantity: 1 }]
const nothing = { answers: {}, values: new Map<string, string>(), later: new Set<string>() }
const moment = (over = {}) => ({ order: actionOrderOf(), ...nothing, ...over })
const say = (en: string): MacroAct => ({ do: 'send_message', texts: { en } })
const plan = (steps: MacroStep[]) => planMacro(macroOf(steps), macroFactsOf({ order: orderOf('delivered'), actionOrder: actionOrderOf() }))

function answer(kind: 'refund' | 'discount', minor: number | null): RehearsalAnswer {
  const money = minor === null ? null : { amount: { minor, currency: 'EUR' }, shop: { minor, currency: 'EUR' } }
  const order = { orderId: 'gid://shopify/Order/1', orderName: '#1042' }
  return { status: 'ready', rehearsal: { ...order, kind, effects: [], money, second: null, facts: {}, digest: 'd', asOf: 0 } }
}

describe('an action of a step', () => {
  it('takes what there is left of the order', () => {
    const from = { lines: { all: true }, shippingMinor: { all: true } } as const
    const { wish } = fillAction({ ...REFUND, from, each: { isBack: true } }, moment())
    expect(wish).toMatchObject({ lines: LINES.map(line => ({ ...line, isBack: true })), shippingMinor: 590, amountMinor: null })
  })

  it('takes what the agent chose, an amount in the money that was paid, a code in the money of the shop', () => {
    const answers = { lines: LINES.slice(0, 1), sum: 12.34 }
    expect(fillAction({ ...REFUND, from: { lines: { input: 'lines' } }, each: { isBack: false } }, moment({ answers })).wish).toMatchObject({ lines: [{ quantity: 1, isBack: false }] })
    expect(fillAction({ ...REFUND, from: { amountMinor: { input: 'sum' } } }, moment({ answers })).wish).toMatchObject({ amountMinor: 1234 })
    const off = { ...CODE, action: { do: 'discount', off: { by: 'amount', amountMinor: 1 } }, from: { 'off.amountMinor': { input: 'yen' } } }
    expect(fillAction(off, moment({ answers: { yen: 500 } })).wish).toMatchObject({ off: { by: 'amount', amountMinor: 500 } })
    expect(fillAction(off, moment({ answers: { yen: 12.5 } }))).toMatchObject({ wish: null, holes: [{ because: 'part', value: 'off.amountMinor' }] })
  })

  it('leaves out what was not answered, and is a hole where it cannot be without', () => {
    const from = { amountMinor: { input: 'sum' } } as const
    expect(fillAction({ ...REFUND, from }, moment()).wish).toMatchObject({ amountMinor: null })
    expect(fillAction({ ...REFUND, from: { 'off.percent': { input: 'much' } }, action: { do: 'discount' } }, moment())).toMatchObject({ wish: null, holes: [{ because: 'part', value: 'off' }] })
    expect(fillAction({ ...REFUND, from: { lines: { all: true } } }, moment({ order: null }))).toMatchObject({ wish: null, holes: [{ because: 'part', value: 'lines' }] })
  })

  it('waits for what an earlier step brings', () => {
    const step = { ...CODE, from: { days: { value: 'return.days' } } } as const
    expect(fillAction(step, moment({ later: new Set(['return.days']) }))).toEqual({ wish: null, isLater: true, holes: [] })
    expect(fillAction(step, moment())).toMatchObject({ isLater: false, holes: [{ value: 'days' }] })
  })

  it('may be any kind that the contract knows, with its own parts only', () => {
    const reads = (action: object) => MacroDefinition.safeParse({ ...macroOf([]), steps: [{ ...REFUND, action }] }).success
    expect([reads({ do: 'cancel', because: 'customer' }), reads({ do: 'hold', because: 'other' }), reads({ do: 'release' })]).toEqual([true, true, true])
    expect([reads({ do: 'cancel', percent: 3 }), reads({ do: 'give_away' }), reads({ do: 'refund', lines: 'all' })]).toEqual([false, false, false])
  })
})

describe('a text after an action', () => {
  it('says what is known before, and keeps a place for what is not', () => {
    const planned = plan([REFUND, CODE, say('{{refund.amount}} back, and {{discount.code}}[[ for {{discount.amount}}]]')])
    const { steps } = withAnswers(planned, new Map([['0', answer('refund', 1234)], ['1', answer('discount', null)]]))
    expect(steps[2]).toMatchObject({ text: '€12.34 back, and ‹discount.code›', holes: [] })
    expect(fillLate(steps[2]?.late ?? [], new Map([['discount.code', '{{refund.amount}}']]))).toEqual({ text: '€12.34 back, and {{refund.amount}}', holes: [], late: null })
    expect(fillLate(steps[2]?.late ?? [], new Map()).holes).toEqual([{ because: 'value', value: 'discount.code' }])
  })

  it('has a hole where the action moves no money, and where it comes before', () => {
    const { steps } = withAnswers(plan([CODE, say('{{discount.amount}}')]), new Map([['0', answer('discount', null)]]))
    expect(steps[1]?.holes).toEqual([{ because: 'value', value: 'discount.amount' }])
    expect(plan([say('{{discount.code}}'), CODE]).steps[0]?.holes).toEqual([{ because: 'value', value: 'discount.code' }])
  })

  it('is not sent when the action is refused, nor without an order', () => {
    const refused = withAnswers(plan([REFUND]), new Map([['0', { status: 'refused', because: 'nothing_paid', most: null }]]))
    expect([isComplete(refused), refused.steps[0]?.holes]).toEqual([false, [{ because: 'refused', value: 'nothing_paid' }]])
    expect(planMacro(macroOf([REFUND]), macroFactsOf()).steps[0]?.holes).toEqual([{ because: 'order', value: null }])
  })
})
