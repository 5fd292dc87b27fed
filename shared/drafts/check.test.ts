import type { Fact } from '../contracts/draft.ts'
import { describe, expect, it } from 'vitest'
import { bindFacts } from './bind.ts'
import { findFlaw } from './check.ts'
import { createRedaction } from './redact.ts'

const FACTS: Fact[] = [
  { id: 'order.name', kind: 'order', label: 'Order', value: '#1042', source: { kind: 'order', orderId: '1' } },
  { id: 'order.total', kind: 'amount', label: 'Total', value: '$48.20', source: { kind: 'order', orderId: '1' } },
]
const flawOf = (text: string, isCut = false) => findFlaw(bindFacts(text, FACTS), isCut)

describe('findFlaw', () => {
  it('lets a draft pass that states known facts only', () => {
    expect(flawOf('Hello Nora, your order #1042 over $48.20 is on its way. I will ask the carrier.')).toBeNull()
  })

  it.each([
    ['nothing', '   ', 'empty'],
    ['half a sentence', 'Hello Nora, I looked at your order and the', 'cut'],
    ['an invented amount', 'Hello Nora, we will send you $500 as an apology.', 'unknown_claim'],
    ['an order of somebody else', 'Hello Nora, your order #9999 is on its way to you.', 'unknown_claim'],
    ['an invented link', 'Hello Nora, please click https://evil.example now.', 'unknown_claim'],
    ['an invented date', 'Hello Nora, it will be with you on 2026-12-01.', 'unknown_claim'],
    ['a deed the customer asked for', 'Hello Nora, I have refunded your order #1042.', 'promised_deed'],
    ['the same deed in Spanish', 'Hola Nora, hemos reembolsado tu pedido #1042.', 'promised_deed'],
    ['the same deed in French', 'Bonjour Nora, nous avons remboursé la commande #1042.', 'promised_deed'],
  ])('rejects %s', (_, text, flaw) => expect(flawOf(text)).toBe(flaw))

  it('rejects what the model did not finish', () => expect(flawOf('Hello Nora, your order #1042 is on its way.', true)).toBe('cut'))
})

describe('createRedaction', () => {
  it('hides people and puts them back', () => {
    const { hide, restore } = createRedaction(['Nora Whitfield', 'Nora', null])
    const hidden = hide('Nora Whitfield (nora@example.com, +1 503 555 0114) asks. Nora waits.')
    expect(hidden).not.toMatch(/Nora|example\.com|555/)
    expect(restore(hidden)).toBe('Nora Whitfield (nora@example.com, +1 503 555 0114) asks. Nora waits.')
  })
})
