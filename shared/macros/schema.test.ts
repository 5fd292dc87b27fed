import type { MacroStep } from '../contracts/macro.ts'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MacroDefinition } from '../contracts/macro.ts'
import { macroOf } from './testing.ts'

const SCHEMA = z.toJSONSchema(MacroDefinition, { io: 'input' })
const validate = new Ajv({ strict: false }).compile(SCHEMA)
const BRANCH: MacroStep = { do: 'if', match: 'any', conditions: [{ on: 'input', name: 'size', anyOf: ['L'] }], then: [{ do: 'assign_me' }], otherwise: [] }

describe('the published schema', () => {
  // After a change of the contract: npx vitest run shared/macros/schema.test.ts -u
  it('says what the contract says', async () => {
    const published = { ...SCHEMA, title: 'A macro of Pitwall', description: 'What Settings, Macros exports and imports. Not said here: inputs have different names, at most 40 steps in all, branches at most 3 deep.' }
    await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot('../../docs/macro.schema.json')
  })

  it('knows a branch in a branch, and no step that the contract does not know', () => {
    expect(validate(macroOf([{ ...BRANCH, then: [BRANCH] }]))).toBe(true)
    expect(validate({ ...macroOf([]), steps: [{ ...BRANCH, then: [{ do: 'launch' }] }] })).toBe(false)
    expect(validate({ ...macroOf([BRANCH]), trigger: 'hourly' })).toBe(false)
  })
})
