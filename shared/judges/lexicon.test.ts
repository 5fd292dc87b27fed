import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packLexicon, unpackLexicon } from './lexicon.ts'

const lexicon = unpackLexicon(packLexicon(new Map([['good', 1.9], ['cool', 1.3], ['awful', -2], ['meh', -0.3]])))

describe('the lexicon', () => {
  it('knows how words feel, and nothing of others', () => {
    expect(lexicon('good')).toBeCloseTo(1.9, 1)
    expect(lexicon('awful')).toBeCloseTo(-2, 1)
    expect(lexicon('parcel')).toBe(0)
  })

  it('reads letters that are drawn out', () => {
    expect(lexicon('gooood')).toBe(lexicon('good'))
    expect(lexicon('awfulllll')).toBe(lexicon('awful'))
    expect(lexicon('mehhh')).toBe(lexicon('meh'))
    expect(lexicon('god')).toBe(0)
  })

  it('gives back what was packed, to a thirtieth', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.double({ min: -4, max: 4, noNaN: true })), (words) => {
      const read = unpackLexicon(packLexicon(new Map(Object.entries(words))))
      const wrong = Object.entries(words).filter(([word, valence]) => Math.abs(read(word) - valence) > 1 / 59)
      expect(wrong).toEqual([])
    }))
  })
})
