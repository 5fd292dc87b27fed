import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf, matchingSentence, plainPassages, slugOf } from './passage.ts'

const BODY = `# Returns

You have **30 days** to send it back. Open the [portal](https://x.test) first.

## What it costs
- The label is free in the US.
- Elsewhere you pay postage.`

describe('matchingSentence', () => {
  it.each([
    ['who pays the label?', 'The label is free in the US.'],
    ['how many days do I have to return', 'You have 30 days to send it back.'],
  ])('answers %j', (query, sentence) => expect(matchingSentence(BODY, query)).toBe(sentence))

  it('is plain text whatever the article holds', () => {
    expect(matchingSentence('Read <img src=x onerror=alert(1)> this **first** sentence about returns.', 'returns')).toBe('Read this first sentence about returns.')
  })

  it('never grows long and never fails', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3000 }), fc.string(), (body, query) => matchingSentence(body, query).length <= 240))
  })
})

describe('chunksOf', () => {
  it('loses no passage', () => {
    fc.assert(fc.property(fc.array(fc.lorem({ maxCount: 60 }), { maxLength: 12 }), (paragraphs) => {
      const body = paragraphs.join('\n\n')
      const text = chunksOf('T', body, 200).join('\n')
      return plainPassages(body).every(passage => text.includes(passage))
    }))
  })
})

describe('slugOf', () => {
  it.each([['¿Dónde está mi pedido?', 'donde-esta-mi-pedido'], ['***', 'article'], ['Returns & refunds', 'returns-refunds']])('%s', (title, slug) => {
    expect(slugOf(title)).toBe(slug)
  })
})
