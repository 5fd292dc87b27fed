import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'
import { startUpkeep } from './upkeep.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => { stack = await startTestStack() }, 60_000)
afterAll(async () => stack.stop())

describe('startUpkeep', () => {
  it('lets the planner know how large tables are, while requests go on', async () => {
    const upkeep = startUpkeep(stack.database)
    await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', 'http://chatwoot.test', 1)`)
    await stack.sql(`insert into public.jobs (account_id, kind) select 1, 'fold_event' from generate_series(1, 500)`)
    const asked = Array.from({ length: 20 }, async () => stack.adminClient().from('jobs').select('id').limit(1))
    await upkeep.tidy()
    expect((await Promise.all(asked)).map(({ error }) => error)).toEqual(Array.from({ length: 20 }, () => null))
    expect(await stack.sql(`select reltuples::int as rows from pg_class where oid = 'public.jobs'::regclass`)).toEqual([{ rows: 500 }])
    upkeep.stop()
  })

  it('leaves alone what has hardly changed since', async () => {
    const upkeep = startUpkeep(stack.database)
    const told = async () => stack.sql(`select reltuples::int as rows from pg_class where oid = 'public.jobs'::regclass`)
    await upkeep.tidy()
    const before = await told()
    await stack.sql(`insert into public.jobs (account_id, kind) select 1, 'fold_event' from generate_series(1, 30)`)
    await upkeep.tidy()
    expect(await told()).toEqual(before)
    await stack.sql(`insert into public.jobs (account_id, kind) select 1, 'fold_event' from generate_series(1, 60)`)
    await upkeep.tidy()
    expect(await told()).toEqual([{ rows: 590 }])
    upkeep.stop()
  })
})
