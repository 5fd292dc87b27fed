import type { SupabaseClient } from '@supabase/supabase-js'
import type { TestStack } from '../../../../../local/testing/stack.ts'
import { macroOf } from '#shared/macros/testing'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStack } from '../../../../../local/testing/stack.ts'
import { addMacros, changeMacro, readMacros, readVersions, removeMacro, saveMacro } from './macros.api'

const FIRST = macroOf([{ do: 'assign_me' }], { name: 'First' })
const MINE = macroOf([{ do: 'assign_me' }, { do: 'stop' }], { name: 'Mine' })
const THEIRS = macroOf([{ do: 'stop' }], { name: 'Theirs' })
let stack: TestStack
let ada: SupabaseClient
let ben: SupabaseClient
let zoe: SupabaseClient

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (id, name, chatwoot_url, chatwoot_account_id) overriding system value
    values (1, 'Acme', 'https://one.test', 1), (2, 'Other', 'https://two.test', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role)
    values (1, 1, 'Ada', 'ada@shop.test', 'admin'), (1, 2, 'Ben', 'ben@shop.test', 'agent'), (2, 1, 'Zoe', 'zoe@other.test', 'admin')`)
  const clientOf = async (email: string) => (await stack.userClient(email)).client
  ada = await clientOf('ada@shop.test')
  ben = await clientOf('ben@shop.test')
  zoe = await clientOf('zoe@other.test')
}, 90_000)
beforeEach(async () => void await stack.sql('delete from public.chatwoot_macros'))

async function begin(): Promise<number> {
  const added = await addMacros(ada, 1, [{ definition: FIRST, isEnabled: false, position: 1_000 }])
  return added.ok ? added.value[0]?.id ?? 0 : 0
}
async function listed(client = ada) {
  const read = await readMacros(client, 1)
  return read.ok ? read.value.macros.map(({ name, version, isEnabled, position }) => ({ name, version, isEnabled, position })) : read
}

describe('macros that come with an account', () => {
  const offer = async (shipped: string, definition: object, replaces: string | null = null) => {
    const { error } = await stack.adminClient().rpc('offer_macros', { p_account_id: 1, p_macros: [{ shipped, replaces, definition, position: 0 }] })
    expect(error).toBeNull()
  }
  const names = async () => (await stack.sql<{ name: string }>(
    `select definition ->> 'name' as name from public.chatwoot_macros where account_id = 1 order by position`,
  )).map(({ name }) => name)
  beforeEach(async () => void await stack.sql('delete from private.offered_macros'))

  it('become those of a later version where nobody changed them, and can be taken back', async () => {
    await offer('early', FIRST)
    await offer('late', MINE, 'early')
    await offer('late', THEIRS, 'early')
    const [macro] = await stack.sql<{ id: number }>('select id::int from public.chatwoot_macros')
    const versions = await readVersions(ada, 1, macro?.id ?? 0)
    expect([await names(), versions.ok && versions.value.map(({ definition }) => definition?.name)]).toEqual([['Mine'], ['Mine', 'First']])
  })

  it('stay as an admin changed them, with the later one after them', async () => {
    await offer('early', FIRST)
    await stack.sql('update public.chatwoot_macros set definition = $1', [THEIRS])
    await offer('late', MINE, 'early')
    expect(await names()).toEqual(['Theirs', 'Mine'])
  })

  it('do not come back in a later version where they were removed', async () => {
    await offer('early', FIRST)
    await stack.sql('delete from public.chatwoot_macros')
    await offer('late', MINE, 'early')
    expect(await names()).toEqual([])
    await offer('new', THEIRS)
    expect(await names()).toEqual(['Theirs'])
  })
})

describe('macros in the database', () => {
  it('are added, switched and put in order by an admin, and removed', async () => {
    const id = await begin()
    expect(await listed()).toEqual([{ name: 'First', version: 1, isEnabled: false, position: 1_000 }])
    await changeMacro(ada, 1, id, { is_enabled: true })
    await changeMacro(ada, 1, id, { position: -5 })
    expect(await listed()).toEqual([{ name: 'First', version: 1, isEnabled: true, position: -5 }])
    await removeMacro(ada, 1, id)
    expect(await listed()).toEqual([])
  })

  it('keep what both of two admins saved', async () => {
    const id = await begin()
    expect(await saveMacro(ada, 1, { id, version: 1, definition: THEIRS })).toEqual({ saved: true })
    expect(await saveMacro(ada, 1, { id, version: 1, definition: MINE })).toMatchObject({ saved: false, code: null, theirs: { name: 'Theirs', version: 2 } })
    expect(await saveMacro(ada, 1, { id, version: 2, definition: MINE })).toEqual({ saved: true })
    const versions = await readVersions(ada, 1, id)
    expect(versions.ok && versions.value.map(({ version, definition, savedBy }) => [version, definition?.name, savedBy !== null]))
      .toEqual([[3, 'Mine', true], [2, 'Theirs', true], [1, 'First', true]])
    await removeMacro(ada, 1, id)
    expect(await saveMacro(ada, 1, { id, version: 3, definition: MINE })).toEqual({ saved: false, code: null, theirs: null })
  })

  it('are read, not written, by a colleague who is no admin, and not seen by a stranger', async () => {
    const id = await begin()
    expect(await listed(ben)).toHaveLength(1)
    expect(await saveMacro(ben, 1, { id, version: 1, definition: MINE })).toEqual({ saved: false, code: 'forbidden' })
    expect(await addMacros(ben, 1, [{ definition: MINE, isEnabled: true, position: 1 }])).toEqual({ ok: false, code: 'forbidden' })
    expect(await removeMacro(ben, 1, id)).toEqual({ ok: false, code: 'forbidden' })
    expect(await readVersions(ben, 1, id)).toEqual({ ok: true, value: [] })
    expect(await listed(zoe)).toEqual([])
    expect(await changeMacro(zoe, 1, id, { position: 1 })).toEqual({ ok: false, code: 'forbidden' })
    expect(await listed()).toEqual([{ name: 'First', version: 1, isEnabled: false, position: 1_000 }])
  })

  it('of a later version say which part is not known, and stay as they were written', async () => {
    await stack.sql('insert into public.chatwoot_macros (account_id, position, definition) values (1, 1, $1)', [{ ...FIRST, steps: [{ do: 'launch' }] }])
    const read = await readMacros(ada, 1)
    expect(read.ok && read.value.macros[0]).toMatchObject({ name: 'First', definition: null, unreadable: 'steps.0.do', written: { steps: [{ do: 'launch' }] } })
  })
})
