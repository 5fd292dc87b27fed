import { describe, expect, it } from 'vitest'
import { loadModels } from './models.ts'
import { judgeMood } from './mood.ts'

const { mood: model } = await loadModels()

describe('judgeMood', () => {
  it.each([
    ['I am so disappointed, the lamp arrived broken and nobody answers', 'negative'],
    ['Thank you so much, you are the best!', 'positive'],
    ['What are your opening hours on Friday?', 'neutral'],
    ['Estoy harta, es un desastre, pésimo servicio', 'negative'],
    ['Muchas gracias, todo perfecto', 'positive'],
    ['C\'est inadmissible, je suis très déçue', 'negative'],
    ['Je suis ravie de mon achat, merci !', 'positive'],
    ['👍😊', 'positive'],
    ['😡😡', 'negative'],
    ['The replacement is flimsy and the hinge squeaks, what a letdown', 'negative'],
    ['The crew were courteous and went above and beyond', 'positive'],
  ] as const)('reads "%s" as %s', (text, mood) => {
    expect(judgeMood(model, text).value).toBe(mood)
  })

  it('puts a number on it, below nought for anger and above for joy', () => {
    expect(judgeMood(model, 'Terrible, I hate it').score).toBeLessThan(-0.2)
    expect(judgeMood(model, 'Wonderful, I love it').score).toBeGreaterThan(0.2)
  })

  it('feels nothing in silence and numbers, and does not break on ten thousand letters', () => {
    for (const text of ['', '12345', '...']) expect(judgeMood(model, text)).toMatchObject({ value: null, score: 0, abstained: true })
    expect(judgeMood(model, 'so angry! '.repeat(1_000)).value).toBe('negative')
  })
})
