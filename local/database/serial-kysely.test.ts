import type { TestStack } from '../testing/stack.ts'
import fc from 'fast-check'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const WHO = `select current_user as role, current_setting('request.jwt.claim.sub', true) as person`

let stack: TestStack
beforeAll(async () => { stack = await startTestStack() }, 60_000)
afterAll(async () => stack.stop())

describe('what the session is told', () => {
  it('arrives as it was said, whatever it holds', async () => {
    // A setting is text without NUL and without half characters, which no header can carry either.
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter(value => !value.includes('\0'))
    const quoting = fc.string({ unit: fc.constantFrom('\'', '\\', '$', ';', '-', 'E', ' '), maxLength: 20 })
    await fc.assert(fc.asyncProperty(fc.oneof(text, quoting), async (said) => {
      expect(await askAs('anon', said)).toEqual([{ role: 'anon', person: said }])
    }), { numRuns: 60 })
  })
})

describe('the session of lite\'s requests', () => {
  it('knows who asks at the statement that counts, whatever they are called, and forgets it afterwards', async () => {
    expect(await askAs('authenticated', '\'; drop table accounts; --')).toEqual([{ role: 'authenticated', person: '\'; drop table accounts; --' }])
    expect(await stack.sql(WHO)).toEqual([{ role: 'postgres', person: '' }])
  })

  it('refuses a role that does not exist and is itself again at once', async () => {
    await expect(askAs('nobody', '')).rejects.toThrow('role "nobody" does not exist')
    expect(await askAs('anon', 'x')).toEqual([{ role: 'anon', person: 'x' }])
  })

  it('tells the next request nothing of one that set something and asked nothing', async () => {
    await transaction(async run => run(`SELECT set_config('request.jwt.claim.sub', $1, true)`, ['left behind']))
    expect(await transaction(async run => run(WHO))).toEqual([{ role: 'postgres', person: '' }])
  })
})

type Run = (sql: string, parameters?: unknown[]) => Promise<unknown[]>

async function transaction(work: (run: Run) => Promise<unknown[]>): Promise<unknown[]> {
  return stack.database.connection.kysely.transaction().execute(async open =>
    work(async (sql, parameters = []) => (await open.executeQuery(CompiledQuery.raw(sql, parameters))).rows))
}

async function askAs(role: string, person: string): Promise<unknown[]> {
  return transaction(async (run) => {
    await run(`SELECT set_config('role', $1, true)`, [role])
    await run(`SELECT set_config('request.jwt.claim.sub', $1, true)`, [person])
    return run(WHO)
  })
}
