import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '../contracts/judgement.ts'
import { opinionPrompt, readOpinion } from './second-opinion.ts'

describe('readOpinion', () => {
  it('takes a category, however it is wrapped', () => {
    for (const category of CATEGORIES) {
      for (const said of [category, ` ${category}\n`, `"${category}"`, `\`${category}\`.`, category.toUpperCase()]) expect(readOpinion(said)).toBe(category)
    }
  })

  it.each(['unsure', '', 'order_status or shipping_issues', 'The category is order_status', 'refund_everything', '{"category": "order_status"}'])('takes %j for no answer', (said) => {
    expect(readOpinion(said)).toBeNull()
  })

  it('never takes what a customer wrote for a category that does not exist', () => {
    fc.assert(fc.property(fc.string(), said => [...CATEGORIES, null].includes(readOpinion(said))))
  })
})

describe('opinionPrompt', () => {
  it('carries the message as data, whatever it says', () => {
    fc.assert(fc.property(fc.string(), (message) => {
      const { system, user } = opinionPrompt(message)
      expect(JSON.parse(user).message).toBe(message)
      expect(system).toBe(opinionPrompt('').system)
    }))
  })
})
