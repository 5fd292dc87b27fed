import { OrderStep } from '#shared/contracts/macro-action'
import { fillAction } from '#shared/macros/action'
import { actionOrderOf } from '#shared/macros/testing'
import { describe, expect, it } from 'vitest'
import { emptyAction, fieldsOf, FORMED, partOf, withPart, withSource } from './order-fields'

const LINE = 'gid://shopify/LineItem/11'
const RETURN = 'gid://shopify/Return/7'
const moment = {
  order: actionOrderOf(),
  answers: { lines: [{ lineId: LINE, quantity: 2 }], link: 'https://labels.example/1.pdf', price: 12.9 },
  values: new Map([['return.id', RETURN]]),
  later: new Set<string>(),
}
function wishOf(part: ReturnType<typeof emptyAction>) {
  const step = OrderStep.parse({ do: 'order_action', ...part, reason: 'Broken' })
  return fillAction(step, moment)
}

describe('the form of an action with the order', () => {
  it.each(FORMED)('of %s begins with what can be saved', (kind) => {
    expect(OrderStep.safeParse({ do: 'order_action', ...emptyAction(kind), reason: 'Broken' }).success).toBe(true)
    expect(fieldsOf(emptyAction(kind))).not.toBeNull()
  })

  it('is not there for what nobody can set beforehand', () => {
    expect(['address', 'return_process'].filter(kind => FORMED.includes(kind) || fieldsOf(emptyAction(kind)))).toEqual([])
  })

  it('lets what has left come back, for one reason', () => {
    const part = withPart(emptyAction('return'), 'reason', 'damaged')
    expect(wishOf(part).wish).toEqual({ do: 'return', lines: [{ lineId: LINE, quantity: 1 }, { lineId: 'gid://shopify/LineItem/12', quantity: 1 }], reason: 'damaged', waivesFees: false })
  })

  it('takes the lines out that the agent chose, whole', () => {
    const part = withSource(emptyAction('edit'), 'changes', { input: 'lines' })
    expect(wishOf(part).wish).toMatchObject({ do: 'edit', adds: [], changes: [{ lineId: LINE, quantity: 0 }], restocks: true })
  })

  it('takes all shipping out, and puts other shipping in at the price that was answered, else free', () => {
    const empty = emptyAction('edit')
    expect(fieldsOf(empty)?.some(({ part }) => part === 'shipping.title')).toBe(false)
    const out = withSource(empty, 'shippingChanges', { all: true })
    expect(wishOf(out).wish).toMatchObject({ shipping: null, shippingChanges: [{ lineId: 'gid://shopify/ShippingLine/1', to: null }] })
    const free = withPart(out, 'shipping', { title: 'Express', amountMinor: 0 })
    expect(fieldsOf(free)?.some(({ part }) => part === 'shipping.title')).toBe(true)
    expect(wishOf(free).wish).toMatchObject({ shipping: { title: 'Express', amountMinor: 0 } })
    const dear = withSource(free, 'shipping.amountMinor', { input: 'price' })
    expect(wishOf(dear).wish).toMatchObject({ shipping: { title: 'Express', amountMinor: 1290 }, shippingChanges: [{ to: null }] })
    expect(withPart(dear, 'shipping', null).from).toEqual({ shippingChanges: { all: true } })
  })

  it('sends all that was bought again', () => {
    expect(wishOf(emptyAction('replace')).wish).toMatchObject({ do: 'replace', lines: [{ lineId: LINE, quantity: 2 }, { quantity: 1 }, { quantity: 1 }], address: null })
  })

  it('gives a label to the return before it, bought or at a link, and asks for the link only where there is one', () => {
    const bought = emptyAction('return_label')
    expect(wishOf(bought).wish).toMatchObject({ returnId: RETURN, label: { by: 'buy' } })
    expect(fieldsOf(bought)?.map(({ part }) => part)).toEqual(['label.by', 'tellsCustomer'])
    const linked = withPart(bought, 'label.by', 'link')
    expect(wishOf(linked).holes).toEqual([{ because: 'part', value: 'label.url' }])
    expect(wishOf(withSource(linked, 'label.url', { input: 'link' })).wish).toMatchObject({ returnId: RETURN, label: { by: 'link', url: 'https://labels.example/1.pdf' } })
    expect(withPart(withSource(linked, 'label.url', { input: 'link' }), 'label.by', 'buy').from).toEqual({ returnId: { value: 'return.id' } })
  })

  it('writes a note, tags and an invoice as they were typed', () => {
    const noted = withPart(withPart(emptyAction('note'), 'text', 'Fragile'), 'addTags', ['vip', 'late'])
    expect(wishOf(noted).wish).toEqual({ do: 'note', text: 'Fragile', addTags: ['vip', 'late'], removeTags: [] })
    expect(partOf(withPart(emptyAction('invoice'), 'message', 'Thank you').action, 'message')).toBe('Thank you')
  })
})
