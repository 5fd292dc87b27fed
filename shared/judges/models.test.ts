import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { judge, JUDGES } from './judge.ts'
import { loadModels } from './models.ts'
import recorded from './models/recorded.json' with { type: 'json' }

const models = await loadModels()

describe('the committed models', () => {
  it.each(JUDGES)('answer as recorded when they were trained: %s', (name) => {
    const answers = recorded.filter(answer => answer.judge === name)
    expect(answers.length).toBeGreaterThan(20)
    for (const { text, value, confidence, abstained } of answers) {
      const now = judge(name, models, { text, history: [], now: null }, { detect: words => eld.detect(words) })
      expect.soft({ text, value: now.value, abstained: now.abstained }).toEqual({ text, value, abstained })
      expect.soft(now.confidence).toBeCloseTo(confidence, 2)
    }
  })
})
