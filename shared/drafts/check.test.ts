import type { Fact } from '../contracts/draft.ts'
import { describe, expect, it } from 'vitest'
import { bindFacts } from './bind.ts'
import { findFlaw } from './check.ts'
import { createRedaction, withoutPeople } from './redact.ts'
import { createReveal } from './reveal.ts'

const FACTS: Fact[] = [
  { id: 'order.name', kind: 'order', label: 'Order', value: '#1042', source: { kind: 'order', orderId: '1' } },
  { id: 'order.total', kind: 'amount', label: 'Total', value: '$48.20', source: { kind: 'order', orderId: '1' } },
  { id: 'order.paid', kind: 'amount', label: 'Paid', value: '48,20 €', source: { kind: 'order', orderId: '1' } },
  { id: 'shipment.carrier', kind: 'tracking', label: 'Carrier', value: 'UPS', source: { kind: 'order', orderId: '1' } },
  { id: 'article.passage', kind: 'policy', label: 'Passage', value: 'Send it back within 30 days. We answer in 2 days.', source: { kind: 'article', articleId: 1 } },
]
const REFUNDED: Fact = { id: 'order.refunded', kind: 'amount', label: 'Refunded', value: '$12.00', source: { kind: 'order', orderId: '1' } }
const flawOf = (text: string, { isCut = false, facts = FACTS } = {}) => findFlaw(bindFacts(text, facts), isCut)

describe('findFlaw', () => {
  it.each([
    'Hello Nora, your order #1042 over $48.20 is on its way. I will ask the carrier.',
    'Hello Nora, your order (#1042) is with UPS. I will look into it and come back to you.',
    'Hello Nora, our help page says: Send it back within 30 days. We answer in 2 days. All the best',
    'Hello Nora, two things would help me:\n1. a photo of it\n2. the name on the parcel',
    'Hola Nora, tengo delante tu pedido #1042. Voy a preguntar si se puede cancelar y te cuento.',
    'Bonjour Nora, j\'ai votre commande #1042 sous les yeux et je vais demander si un remboursement est possible.',
    'Hello Nora, I will ask whether a refund is possible and get back to you.',
  ])('lets a draft pass that states known facts only: %s', text => expect(flawOf(text)).toBeNull())

  it.each([
    ['nothing', '   ', 'empty'],
    ['half a sentence', 'Hello Nora, I looked at your order and the', 'cut'],
    ['an invented amount', 'Hello Nora, we will send you $500 as an apology.', 'unknown_claim'],
    ['an order of somebody else', 'Hello Nora, your order #9999 is on its way to you.', 'unknown_claim'],
    ['an order whose number only begins alike', 'Hello Nora, your order #10425 is on its way to you.', 'unknown_claim'],
    ['an order of the same number and another suffix', 'Hello Nora, your order #1042-B is on its way to you.', 'unknown_claim'],
    ['an amount that only ends alike', 'Hello Nora, your order over 148,20 € is on its way.', 'unknown_claim'],
    ['an amount that ends alike after a space', 'Hello Nora, your order over 1 048,20 € is on its way.', 'unknown_claim'],
    ['an invented link', 'Hello Nora, please click https://evil.example now.', 'unknown_claim'],
    ['a link without a scheme', 'Hello Nora, please visit refunds.evil.example now.', 'unknown_claim'],
    ['an invented address', 'Hello Nora, please write to help@evil now.', 'unknown_claim'],
    ['an invented date', 'Hello Nora, it will be with you on 2026-12-01.', 'unknown_claim'],
    ['a date of one digit', 'Hello Nora, it will be with you on December 3.', 'unknown_claim'],
    ['a weekday', 'Hello Nora, it will be with you on Friday.', 'unknown_claim'],
    ['a day in words', 'Hello Nora, it will be with you tomorrow.', 'unknown_claim'],
    ['a number in words', 'Hello Nora, it takes three to five working days.', 'unknown_claim'],
    ['the same in Spanish', 'Hola Nora, llegará en tres días a tu casa.', 'unknown_claim'],
    ['the same in French', 'Bonjour Nora, il arrivera dans deux semaines chez vous.', 'unknown_claim'],
    ['a month in French', 'Bonjour Nora, il arrivera en décembre chez vous.', 'unknown_claim'],
    ['a script', 'Hello Nora, <script>alert()</script> your order is here.', 'markup'],
    ['a picture that loads', 'Hello Nora, ![x](//evil) your order #1042 is here.', 'markup'],
    ['a link behind a word', 'Hello Nora, [your order](javascript:alert) is here.', 'markup'],
    ['a template of Chatwoot', 'Hello Nora, we wrote to {{ contact.email }} about it.', 'markup'],
    ['an entity', 'Hello Nora, &lt;b&gt; your order #1042 is here.', 'markup'],
    ['a placeholder that stands for nobody', 'Hello <person_99>, your order #1042 is on its way.', 'markup'],
    ['a deed the customer asked for', 'Hello Nora, I have refunded your order #1042.', 'promised_deed'],
    ['a deed around a fact', 'Hello Nora, your refund of $48.20 has been issued.', 'promised_deed'],
    ['a deed in the active voice', 'Hello Nora, we\'ve gone ahead and refunded you in full.', 'promised_deed'],
    ['a deed that is to come', 'Hello Nora, we will refund you in full at once.', 'promised_deed'],
    ['a deed in a noun', 'Hello Nora, I issued a full refund for your order.', 'promised_deed'],
    ['money on its way', 'Hello Nora, your money is already on its way back.', 'promised_deed'],
    ['a cancellation', 'Hello Nora, your order #1042 is now cancelled.', 'promised_deed'],
    ['a replacement', 'Hello Nora, a replacement has been sent to you.', 'promised_deed'],
    ['a changed address', 'Hello Nora, your address has been updated for #1042.', 'promised_deed'],
    ['a parcel', 'Hello Nora, we have just sent you a new one.', 'promised_deed'],
    ['a deed in Spanish', 'Hola Nora, hemos reembolsado tu pedido #1042.', 'promised_deed'],
    ['a deed in a Spanish noun', 'Hola Nora, tu reembolso ya ha sido tramitado.', 'promised_deed'],
    ['a Spanish promise', 'Hola Nora, te reembolsaremos todo el importe.', 'promised_deed'],
    ['a deed in French', 'Bonjour Nora, nous avons remboursé la commande #1042.', 'promised_deed'],
    ['a deed in a French noun', 'Bonjour Nora, votre remboursement a bien été effectué.', 'promised_deed'],
    ['a French promise', 'Bonjour Nora, nous annulerons votre commande.', 'promised_deed'],
    ['a novel', `Hello Nora. ${'I will look into it. '.repeat(300)}`, 'too_long'],
  ])('rejects %s', (_, text, flaw) => expect(flawOf(text)).toBe(flaw))

  it('lets a refund be told that the shop has made', () => {
    const text = 'Hello Nora, $12.00 of your order #1042 was refunded.'
    expect([flawOf(text, { facts: [...FACTS, REFUNDED] }), flawOf(text)]).toEqual([null, 'unknown_claim'])
  })

  it('rejects what the model did not finish', () => expect(flawOf('Hello Nora, your order #1042 is on its way.', { isCut: true })).toBe('cut'))
})

describe('createReveal', () => {
  function shown(text: string) {
    const reveal = createReveal(part => bindFacts(part, FACTS))
    return Array.from(text, (_, index) => reveal(text.slice(0, index + 1))).join('')
  }

  it('shows whole sentences as they are finished, each once', () => {
    expect(shown('Hello Nora, your order #10')).toBe('')
    expect(shown('Hello Nora. Your order #1042 is on its way. I wi')).toBe('Hello Nora. Your order #1042 is on its way.')
  })

  it('shows nothing from the first claim on that no fact proves', () => {
    expect(shown('Hello Nora. You get $500. It is on its way.\n')).toBe('Hello Nora.')
    expect(shown('Hello Nora.\nYour refund has been issued. Best\n')).toBe('Hello Nora.\n')
  })

  it('waits until a quoted passage is whole', () => {
    expect(shown('It says. Send it back within 30 days. We')).toBe('It says.')
    expect(shown('It says. Send it back within 30 days. We answer in 2 days. ')).toContain('2 days.')
  })
})

describe('createRedaction', () => {
  const { hide, restore } = createRedaction(['Nora Whitfield', 'Nora', 'Al', null])

  it('hides people, however they are written, and puts them back', () => {
    const text = 'Nora Whitfield (nora@example.com, +1 503 555 0114) asks. nora waits, NORA  WHITFIELD too, and so does Al.'
    const hidden = hide(text)
    expect(hidden).not.toMatch(/nora|example\.com|555|\bAl\b/i)
    expect(restore(hidden)).toBe(text)
  })

  it('forgets people where nothing comes back', () => expect(withoutPeople('Nora asks: where is it?', ['Nora']).trim()).toBe('asks: where is it?'))

  it('leaves words alone that only begin like a name', () => expect(hide('Also, norate')).toBe('Also, norate'))
})
