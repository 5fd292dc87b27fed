import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Category, judgementOf, toJudgement } from '../contracts/judgement.ts'
import { adaptCategory, readLabelled } from './category-training.ts'
import { categoryBar, judgeCategory } from './category.ts'
import { loadModels } from './models.ts'
import { applyDelta, packDelta } from './pack.ts'

const { category: model } = await loadModels()
const bar = categoryBar(model, 0.9)
const judge = (text: string) => judgeCategory(model, text, bar)

describe('judgeCategory', () => {
  it.each([
    ['where is my order', 'order_status'],
    ['How do I reset my password?', 'technical_support'],
    ['¿Cuánto tiempo tengo para devolver la chaqueta?', 'returns_refunds'],
    ['Necesito la factura con NIF', 'billing_questions'],
    ['Mon colis est en retard', 'shipping_issues'],
    ['La poêle convient-elle à l’induction ?', 'product_information'],
    ['¿Tenéis tienda física?', 'general_inquiry'],
    ['helo my pakage didnt arive yet its been 2 weeks', 'shipping_issues'],
    ['kiero devolber el vestido q me queda chico', 'returns_refunds'],
  ] as const)('reads "%s" as %s, and names the words that weighed', (text, category) => {
    const opinion = judge(text)
    expect(opinion.value).toBe(category)
    expect(opinion.evidence.length).toBeGreaterThan(0)
  })

  it('says nothing of silence, numbers and faces', () => {
    for (const text of ['', '   ', '12345', '👍🎉', '?!']) expect(judge(text)).toMatchObject({ value: null, confidence: 0, abstained: true })
  })

  it('abstains where nothing speaks', () => {
    for (const text of ['ok', 'thanks!', 'what is the weather like today', 'bonne soirée']) expect(judge(text).abstained).toBe(true)
  })

  it('is not led by markup, links and quoted mail', () => {
    expect(judge('<a class="invoice refund">hello</a> https://example.com/refund {{ password }}\n> I want my refund').abstained).toBe(true)
  })

  it('answers any text within its contract, ten thousand letters included', () => {
    const hostile = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 9_000, maxLength: 10_000 }))
    fc.assert(fc.property(hostile, text => void judgementOf(Category).parse(toJudgement(judge(text)))), { numRuns: 60 })
    expect(judge('refund '.repeat(2_000)).value).toBe('returns_refunds')
  })

  it('learns a shop\'s own words from a few labels, and a row keeps what it learned', () => {
    const rows = ['snorkbar is humming', 'my snorkbar hums', 'the snorkbar hums loudly again', 'why does a snorkbar hum'].map(text => (
      { text, category: 'technical_support' as const, weight: 1 }
    ))
    const own = adaptCategory(model, readLabelled(rows), 'own-1')
    expect(judgeCategory(own, 'snorkbar hums', bar).value).toBe('technical_support')
    expect(judgeCategory(own, 'where is my order', bar).value).toBe('order_status')
    const kept = { ...own, weights: applyDelta(model.weights, packDelta(own.weights, model.weights)) }
    expect(judgeCategory(kept, 'snorkbar hums', bar).confidence).toBeCloseTo(judgeCategory(own, 'snorkbar hums', bar).confidence, 1)
  })

  it('is stricter where more is asked of it, and silent where that was never measured', () => {
    expect(categoryBar(model, 0.95)).toBeGreaterThan(bar)
    expect(categoryBar({ ...model, bars: [[0.8, 0.4]] }, 0.9)).toBe(1)
  })
})
