import type { Wire } from './wire.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql('create table public.things (id bigint primary key, text text)')
}, 60_000)
afterAll(async () => stack.stop())

const ask: Wire['ask'] = async (...asked) => stack.database.mutex.run(async () => stack.database.wire.ask(...asked))
const inRole = (role: string) => ({ sql: 'select set_config(\'role\', $1, true)', values: [role] })

describe('the session\'s wire', () => {
  it('answers what PGlite\'s own query answers, the first time and the second', async () => {
    const sql = `select $1::text as text, $2::bigint as id, $3::jsonb as json, $4::text[] as list, $5::bigint[] as ids, $6::boolean as is,
      $7::timestamptz as at, $8::numeric as amount, null as nothing from generate_series(1, 2)`
    const values = ['日本 \' \\ "', 7, { a: [1, null] }, ['{', '"', 'null', ''], [1, 2], true, '2026-11-22T08:59:48.259Z', 1.5]
    const expected = await stack.sql(sql, values)
    expect((await ask({ sql, values })).rows).toEqual(expected)
    expect((await ask({ sql, values })).rows).toEqual(expected)
    const nothing = values.map(() => null)
    expect((await ask({ sql, values: nothing })).rows).toEqual(await stack.sql(sql, nothing))
  })

  it('counts the rows that were changed', async () => {
    expect((await ask({ sql: `insert into public.things select n, 'x' from generate_series(1, 3) n` })).affectedRows).toBe(3)
    expect((await ask({ sql: 'delete from public.things' })).affectedRows).toBe(3)
    expect((await ask({ sql: 'select 1' })).affectedRows).toBe(0)
  })

  it('keeps all of what is asked together or nothing', async () => {
    const insert = { sql: 'insert into public.things values ($1, $2)' }
    await expect(ask({ ...insert, values: [1, 'a'] }, { ...insert, values: [1, 'b'] })).rejects.toMatchObject({ code: '23505' })
    await expect(ask({ ...insert, values: [2, 'c'] }, { sql: 'select nonsense' })).rejects.toMatchObject({ code: '42703' })
    await expect(ask({ ...insert, values: [3, 'd'] }, { sql: 'select $1::int', values: ['no number'] })).rejects.toMatchObject({ code: '22P02' })
    expect((await ask({ sql: 'select * from public.things' })).rows).toEqual([])
    await ask({ ...insert, values: [4, 'e'] }, { ...insert, values: [5, 'f'] })
    expect((await ask({ sql: 'select id from public.things order by id' })).rows).toEqual([{ id: 4 }, { id: 5 }])
  })

  it('plans anew what no longer fits', async () => {
    const all = { sql: 'select * from public.things where id = $1', values: [4] }
    expect((await ask(all)).rows).toEqual([{ id: 4, text: 'e' }])
    await stack.sql('alter table public.things add column extra int')
    await ask(all).catch(() => {})
    expect((await ask(all)).rows).toEqual([{ id: 4, text: 'e', extra: null }])
  })

  it('lets nobody use a plan of somebody who may do more', async () => {
    await stack.sql(`create function public.for_few() returns setof bigint language sql stable as $$ select 1::bigint $$`)
    await stack.sql('revoke execute on function public.for_few from public, anon, authenticated')
    await stack.sql('grant execute on function public.for_few to service_role')
    const sql = 'select * from public.for_few()'
    for (let time = 0; time < 8; time++) await ask(inRole('service_role'), { sql, scope: 'service_role' })
    await expect(ask(inRole('anon'), { sql, scope: 'anon' })).rejects.toMatchObject({ code: '42501' })
  })

  it('keeps a bounded number of plans', async () => {
    for (let index = 0; index < 260; index++) await ask({ sql: `select ${index} as n` })
    const [{ kept = 0 } = {}] = await stack.sql<{ kept: number }>('select count(*)::int as kept from pg_prepared_statements')
    expect(kept).toBeLessThanOrEqual(201)
  })
})
