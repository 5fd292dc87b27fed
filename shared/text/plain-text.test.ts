import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

describe('plainText', () => {
  it('keeps what a person reads, a line for each block', () => {
    const html = '<html><head><title>T</title><style>p{}</style></head><body><h1>Invoice&nbsp;#D1</h1><p>Thank\n you &amp; <b>see</b> you</p><script>x</script></body></html>'
    expect(plainText(html, 100)).toBe('Invoice #D1\nThank you & see you')
  })

  it('reads characters by their number, and none that does not exist', () => {
    expect(plainText('&#233;&#x2019;&#9999999;|', 100)).toBe('é’ |')
  })

  it('says where it was cut', () => {
    expect(plainText('<p>abcdef</p>', 4)).toBe('abc…')
  })

  it('never grows, and has no line that is empty', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (html, longest) => {
      const text = plainText(html, longest)
      expect(text.length).toBeLessThanOrEqual(longest)
      expect(text === '' || text.split('\n').every(line => line.trim() !== '')).toBe(true)
    }))
  })
})
