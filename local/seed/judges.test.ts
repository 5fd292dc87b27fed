import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { judge } from '../../shared/judges/judge.ts'
import { judgeLanguage } from '../../shared/judges/language.ts'
import { loadModels } from '../../shared/judges/models.ts'
import { world } from './index.ts'

const models = await loadModels()
const detect = (text: string) => eld.detect(text)

describe('the category judge', () => {
  it('agrees with a careful reader on the seeded conversations, or abstains', () => {
    const answers = world.conversations.map(({ id, subject, messages, truth }) => {
      const text = [subject, ...messages.filter(message => message.from === 'contact').map(message => message.text)].filter(Boolean).join('\n')
      const { value, abstained } = judge('category', models, { text, history: [], now: null }, { detect })
      return { id, said: abstained ? null : value, truth: truth.category, isOurs: truth.language !== 'other' }
    })
    for (const { id, said, truth } of answers.filter(answer => answer.said !== null)) expect.soft([id, said]).toEqual([id, truth])
    const ours = answers.filter(answer => answer.isOurs)
    expect(ours.filter(answer => answer.said !== null).length / ours.length).toBeGreaterThan(0.65)
  })
})

describe('the language judge', () => {
  it('reads the language of every seeded conversation', () => {
    for (const { id, messages, truth } of world.conversations) {
      const texts = messages.filter(message => message.from === 'contact').map(message => message.text)
      expect.soft([id, judgeLanguage(models.language, texts, {}, detect).value]).toEqual([id, truth.language])
    }
  })
})
