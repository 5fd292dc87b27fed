import type { ReceiptFacts } from './receipt.ts'
import { describe, expect, it } from 'vitest'
import { summarise, writeReceipt } from './receipt.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
function facts(over: Partial<ReceiptFacts> = {}): ReceiptFacts {
  return {
    id: 'a1',
    kind: 'refund',
    orderName: '#1001',
    state: 'done',
    effects: [
      { is: 'refund_line', title: 'Mug $& {order}', quantity: 2, subtotal: usd(3_000), tax: usd(210) },
      { is: 'pay', amount: usd(3_210), by: 'original', to: 'Visa 4242' },
      { is: 'tells', who: 'customer' },
      { is: 'final' },
    ],
    reason: 'Chipped',
    requestedAs: 'Ben',
    decidedBy: 'Cleo',
    detail: null,
    ...over,
  }
}

describe('writeReceipt', () => {
  it('says what went back, how, why and who let it through', () => {
    expect(writeReceipt(facts(), 'en')).toBe([
      '**Refund for #1001**',
      '- 2 × Mug $& {order}: $32.10 (tax $2.10 included)',
      '- $32.10 back to Visa 4242',
      '- The shop tells the customer by e-mail.',
      '',
      'Reason: Chipped',
      'Asked for by Ben · approved by Cleo · Ref a1',
    ].join('\n'))
  })

  it('says in each language that nothing was done, with the shop\'s words', () => {
    const failed = facts({ state: 'failed', detail: 'Order is locked', decidedBy: null })
    expect(writeReceipt(failed, 'en')).toBe('**Refund for #1001: not done**\n- Order is locked\n\nReason: Chipped\nAsked for by Ben · Ref a1')
    expect(writeReceipt(failed, 'es')).toContain('**Reembolso de #1001: no realizado**')
    expect(writeReceipt(failed, 'fr')).toContain('**Remboursement de #1001 : non effectué**')
  })

  it('names the code of a discount', () => {
    const effects: ReceiptFacts['effects'] = [{ is: 'code', percent: 10, amount: null, until: Date.parse('2026-12-24'), isPersonal: true }]
    expect(writeReceipt(facts({ kind: 'discount', effects, detail: 'THANKS-1' }), 'en')).toContain('- Code THANKS-1\n- 10 %, once, until Dec 24, 2026, for this customer only')
  })
})

describe('summarise', () => {
  it('is one line', () => expect(summarise({ kind: 'cancel', orderName: '#7', money: usd(150) }, 'en')).toBe('Cancellation of #7: $1.50'))
})
