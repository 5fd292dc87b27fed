import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeLiquid } from './liquid.ts'

describe('escapeLiquid', () => {
  it.each([
    ['Your order ships tomorrow.'],
    ['Use {{ contact.email }} in the template'],
    ['{% if true %}secret{% endif %}'],
    ['{{{ three }}} and {{% four %}}'],
    ['ends in {{'],
    ['code `{{ kept }}` and {{ text }}'],
    ['```\n{{ block }}\n``` {{ after }}'],
    ['one lonely ` and {{ contact.name }}'],
    ['{ single } and {"json": {"a": 1}}'],
  ])('lets the customer read %j as it was written', (text) => {
    expect(renderLikeChatwoot(escapeLiquid(text))).toBe(text)
  })

  it('gives nothing away when code tries to end its protection', () => {
    const sent = escapeLiquid('`{% endraw %}{{ contact.email }}`')
    expect(renderLikeChatwoot(sent).replaceAll('\u2060', '')).toBe('`{% endraw %}{{ contact.email }}`')
  })

  it('holds for any text of braces, percents and backticks', () => {
    const unit = fc.constantFrom('{', '}', '%', '`', ' ', '\n', 'a', '\'', 'raw', 'endraw', '-')
    fc.assert(fc.property(fc.array(unit, { maxLength: 40 }).map(parts => parts.join('')), (text) => {
      expect(renderLikeChatwoot(escapeLiquid(text)).replaceAll('\u2060', '')).toBe(text)
    }), { numRuns: 500 })
  })
})

/** What Chatwoot does to outgoing content: raw blocks around code, then Liquid, of which unknown variables are empty. */
function renderLikeChatwoot(content: string): string {
  const wrapped = content.replace(/`(.*?)`/gs, '{% raw %}`$1`{% endraw %}')
  let html = ''
  let rest = wrapped
  while (rest) {
    const start = rest.search(/\{\{|\{%/)
    if (start < 0) return html + rest
    html += rest.slice(0, start)
    rest = rest.slice(start)
    const raw = /^\{% raw %\}(.*?)\{%-?\s*endraw\s*-?%\}/s.exec(rest)
    const token = raw ?? /^\{%.*?%\}/s.exec(rest) ?? /^\{\{.*?\}\}?/s.exec(rest)
    if (!token) return content // Liquid refuses the whole, and Chatwoot sends it as it came
    html += raw ? raw[1] : token[0] === '{{ \'{\' }}' ? '{' : ''
    rest = rest.slice(token[0].length)
  }
  return html
}
