import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Category, judgementOf } from '../contracts/judgement.ts'
import { judgeCategory } from './category.ts'

describe('judgeCategory', () => {
  it.each([
    ['en', 'where is my order', 'order_status'],
    ['en', 'How do I reset my password?', 'technical_support'],
    ['es', '¿Cuánto tiempo tengo para devolver la chaqueta?', 'returns_refunds'],
    ['es', 'Necesito la factura con NIF', 'billing_questions'],
    ['fr', 'Mon colis est en retard', 'shipping_issues'],
    ['fr', 'La poêle convient-elle à l’induction ?', 'product_information'],
    [null, '¿Tenéis tienda física?', 'general_inquiry'],
  ] as const)('reads %s "%s" as %s', (language, text, category) => {
    const judgement = judgeCategory(text, language)
    expect(judgement.value).toBe(category)
    expect(judgement.evidence.length).toBeGreaterThan(0)
  })

  it('abstains when nothing speaks, and when two things speak equally', () => {
    expect(judgeCategory('', 'en')).toEqual({ value: null, confidence: 0, evidence: [], version: 'rules-1' })
    expect(judgeCategory('ok', 'en').value).toBeNull()
  })

  it('is not led by markup and links', () => {
    expect(judgeCategory('<a class="invoice refund">hello</a> https://example.com/refund {{ password }}', 'en').value).toBeNull()
  })

  it('answers any text within its contract', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('en', 'es', 'fr', 'other', null), (text, language) => {
      judgementOf(Category).parse(judgeCategory(text, language))
    }))
  })
})
