import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES, readMacroFile, writeMacroFile } from './file.ts'
import { macroOf } from './testing.ts'

const MACRO = macroOf([{ do: 'if', match: 'all', conditions: [{ on: 'order', isKnown: true }], then: [{ do: 'stop' }], otherwise: [] }, { do: 'assign_me' }])
function refusalOf(text: string) {
  const read = readMacroFile(text)
  return read.ok ? null : read.refusal
}
function nested(levels: number): unknown {
  return levels === 0
    ? { do: 'stop' }
    : { do: 'if', match: 'all', conditions: [{ on: 'unassigned' }], then: [nested(levels - 1)], otherwise: [] }
}

describe('a macro\'s file', () => {
  it('brings back what was written', () => {
    expect(readMacroFile(writeMacroFile(MACRO))).toEqual({ ok: true, definition: MACRO })
  })

  it.each([
    ['an unknown step', { ...MACRO, steps: [MACRO.steps[0], { do: 'refund_all' }] }, 'steps.1.do'],
    ['an unknown step in a branch', { ...MACRO, steps: [{ ...MACRO.steps[0], then: [{ do: 'launch' }] }] }, 'steps.0.then.0.do'],
    ['an unknown field', { ...MACRO, steps: [{ do: 'stop', force: true }] }, 'steps.0.force'],
    ['an unknown field of the whole', { ...MACRO, trigger: 'hourly' }, 'trigger'],
    ['41 steps', { ...MACRO, steps: Array.from({ length: 41 }, () => ({ do: 'stop' })) }, 'steps'],
    ['branches four deep', { ...MACRO, steps: [nested(4)] }, 'steps'],
    ['no steps', { ...MACRO, steps: [] }, 'steps'],
    ['something else altogether', [], ''],
  ])('with %s is refused by the path of it', (_, file, part) => {
    expect(refusalOf(JSON.stringify(file))).toEqual({ because: 'part', part })
  })

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s is refused, wherever it stands', (key) => {
    const text = JSON.stringify(MACRO).replace('"isKnown"', `"${key}":{"isKnown":false},"isKnown"`)
    expect(refusalOf(text)).toEqual({ because: 'part', part: key })
    expect(Object.hasOwn(Object.prototype, 'isKnown')).toBe(false)
  })

  it('is measured before it is parsed', () => {
    expect(refusalOf(' '.repeat(MAX_FILE_BYTES + 1))).toEqual({ because: 'size' })
    expect(refusalOf(`"${'é'.repeat(MAX_FILE_BYTES / 2)}"`)).toEqual({ because: 'size' })
    expect(refusalOf('['.repeat(50_000))).toEqual({ because: 'nesting' })
    expect(refusalOf(JSON.stringify({ ...MACRO, description: '[[[[[[[[[[[[[[[[[[[[[[[[[["' }))).toBeNull()
    expect(refusalOf('{"name":')).toEqual({ because: 'json' })
  })

  it('of any content is read or refused, never thrown over', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), text => typeof readMacroFile(text).ok === 'boolean'))
  })
})
