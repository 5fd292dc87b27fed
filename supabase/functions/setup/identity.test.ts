import type { SupabaseClient } from '@supabase/supabase-js'
import type { TestStack } from '../../../local/testing/stack.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'

const TABLES = ['accounts', 'agents', 'teams', 'team_members', 'inboxes']
let stack: TestStack
// Codes leave once a minute for an address, so each test is two minutes later, and none in the future.
let now = Date.now() - 50 * 60_000

beforeAll(async () => void (stack = await startTestStack({ now: () => now })), 60_000)
beforeEach(async () => {
  now += 120_000
  stack.mails.splice(0)
  await stack.sql('delete from public.accounts')
  await stack.sql('delete from auth.users')
  await stack.sql(`
    with made as (
      insert into public.accounts (name, chatwoot_url, chatwoot_account_id)
      values ('Acme', 'https://a.test', 1), ('Globex', 'https://b.test', 1) returning id, lower(name) as shop
    ), people as (
      insert into public.agents (account_id, chatwoot_user_id, name, email, role)
      select id, n, shop || ' ' || role, role || '@' || shop || '.test', role
      from made, (values (1, 'admin'), (2, 'agent')) as v (n, role) returning id, account_id
    ), teams as (
      insert into public.teams (account_id, team_id, name) select id, 1, 'returns' from made
    ), inboxes as (
      insert into public.inboxes (account_id, inbox_id, name, channel) select id, 1, 'Shop', 'Channel::Email' from made
    ) select`)
  await stack.sql('insert into public.team_members (account_id, team_id, agent_id) select account_id, 1, id from public.agents')
  await stack.sql(`insert into public.account_secrets (account_id, kind, ciphertext) select id, 'chatwoot_api_token', 'sealed' from public.accounts`)
})
afterAll(async () => stack.stop())

const linked = async () => (await stack.sql<{ name: string }>('select name from public.agents where user_id is not null order by 1')).map(({ name }) => name)
const accountsOf = async (client: SupabaseClient) => (await client.from('accounts').select('name')).data
async function signInByCode(email: string) {
  const client = stack.anonymousClient()
  expect((await client.auth.signInWithOtp({ email })).error).toBeNull()
  const { code } = stack.mails.at(-1)!
  expect((await client.auth.verifyOtp({ email, token: code!, type: 'email' })).error).toBeNull()
  return client
}

describe('signing in', () => {
  it('makes an agent who proves their address the person they are in Chatwoot', async () => {
    const client = await signInByCode('Agent@Acme.test')
    expect([await accountsOf(client), await linked()]).toEqual([[{ name: 'Acme' }], ['acme agent']])
  })

  it('lets a stranger see nothing', async () => {
    const client = await signInByCode('stranger@example.com')
    const answers = await Promise.all(TABLES.map(async table => (await client.from(table).select()).data))
    expect([answers, await linked()]).toEqual([TABLES.map(() => []), []])
  })

  it('links a stranger who becomes an agent later', async () => {
    const client = await signInByCode('new@acme.test')
    await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email) select id, 9, 'New', 'new@acme.test' from public.accounts where name = 'Acme'`)
    expect(await accountsOf(client)).toEqual([{ name: 'Acme' }])
  })

  it('links nobody by an address that is not proven', async () => {
    await stack.sql(`insert into auth.users (id, email, aud, role) values (gen_random_uuid(), 'admin@acme.test', 'authenticated', 'authenticated')`)
    expect(await linked()).toEqual([])
  })

  it('knows no passwords, so that nobody can wait with one for the owner of an address', async () => {
    const stranger = stack.anonymousClient()
    const credentials = { email: 'admin@acme.test', password: 'prepared-by-a-stranger-1' }
    expect((await stranger.auth.signUp(credentials)).data.session).toBeNull()
    const owner = await signInByCode(credentials.email)
    expect(await accountsOf(owner)).toEqual([{ name: 'Acme' }])
    expect((await stranger.auth.signInWithPassword(credentials)).data.session).toBeNull()
  })

  it('keeps no password that Auth was made to store', async () => {
    await stack.sql(`insert into auth.users (id, email, aud, role, encrypted_password)
      values (gen_random_uuid(), 'admin@acme.test', 'authenticated', 'authenticated', '$2b$10$prepared')`)
    await stack.sql(`update auth.users set encrypted_password = '$2b$10$chosen', email_confirmed_at = now()`)
    expect(await stack.sql('select encrypted_password from auth.users')).toEqual([{ encrypted_password: '' }])
  })

  it('gives nobody an address by asking for it', async () => {
    const stranger = await signInByCode('stranger@example.com')
    await stranger.auth.updateUser({ email: 'admin@acme.test' })
    expect([await accountsOf(stranger), await linked()]).toEqual([[], []])
  })

  it('unlinks who they were when their verified address changes, and links who they are', async () => {
    const client = await signInByCode('agent@acme.test')
    await stack.sql(`update auth.users set email = 'agent@globex.test'`)
    expect([await accountsOf(client), await linked()]).toEqual([[{ name: 'Globex' }], ['globex agent']])
    await stack.sql('update auth.users set email_confirmed_at = null')
    expect(await accountsOf(client)).toEqual([])
  })

  it('refuses a wrong code, and ten of them are enough', async () => {
    const client = stack.anonymousClient()
    const email = 'agent@acme.test'
    await client.auth.signInWithOtp({ email })
    const guess = async () => (await client.auth.verifyOtp({ email, token: '000000', type: 'email' })).error?.status
    expect(await guess()).toBe(403)
    for (let i = 0; i < 9; i++) await guess()
    expect(await guess()).toBe(429)
  })
})

describe('before a user is created', () => {
  it('turns away whose address no live agent has', async () => {
    const ask = async (email: string) => {
      const [answer] = await stack.sql<{ answer: object }>(`select private.refuse_stranger(jsonb_build_object('user', jsonb_build_object('email', $1::text))) as answer`, [email])
      return answer?.answer
    }
    expect(await ask('Admin@Acme.test')).toEqual({})
    expect(await ask('stranger@example.com')).toMatchObject({ error: { http_code: 403 } })
    await stack.sql(`update public.agents set removed_at = now() where email = 'admin@acme.test'`)
    expect(await ask('admin@acme.test')).toMatchObject({ error: { http_code: 403 } })
  })
})

describe('what is seen and done', () => {
  it.each(TABLES)('shows a member the %s of their account only, and who is not signed in none', async (table) => {
    const { client } = await stack.userClient('agent@acme.test')
    const own = await stack.sql<{ id: number }>(`select id from public.accounts where name = 'Acme'`)
    const { data } = await client.from(table).select()
    const places = new Set(data?.map(row => row.account_id ?? row.id))
    expect([...places]).toEqual([own[0]!.id])
    expect((await stack.anonymousClient().from(table).select()).error?.code).toBe('42501')
  })

  it('shows credentials to nobody but the service', async () => {
    const people = await Promise.all(['admin@acme.test', 'stranger@example.com'].map(async email => (await stack.userClient(email)).client))
    const refusals = await Promise.all([...people, stack.anonymousClient()].map(async client => (await client.from('account_secrets').select()).error?.code))
    expect(refusals).toEqual(['42501', '42501', '42501'])
    expect((await stack.adminClient().from('account_secrets').select()).data).toHaveLength(2)
  })

  it('lets not even an admin write what Chatwoot says', async () => {
    const { client, userId } = await stack.userClient('admin@acme.test')
    const attempts = await Promise.all([
      client.from('agents').update({ user_id: userId }).eq('name', 'globex admin'),
      client.from('agents').update({ email: 'admin@acme.test' }).eq('name', 'acme agent'),
      client.from('agents').update({ removed_at: null }).eq('name', 'acme agent'),
      client.from('accounts').update({ chatwoot_url: 'https://evil.test' }).eq('name', 'Acme'),
      client.from('teams').delete().eq('team_id', 1),
      client.from('inboxes').insert({ account_id: 1, inbox_id: 2, name: 'x', channel: 'x' }),
    ])
    expect(attempts.map(({ error }) => error?.code)).toEqual(attempts.map(() => '42501'))
  })

  it('lets admins give roles in their own account, which are then Pitwall\'s', async () => {
    const { client } = await stack.userClient('admin@acme.test')
    const give = async (role: string, name: string) => (await client.from('agents').update({ role }).eq('name', name).select('role, role_source')).data
    expect(await give('supervisor', 'acme agent')).toEqual([{ role: 'supervisor', role_source: 'pitwall' }])
    expect(await give('supervisor', 'globex agent')).toEqual([])
    const { client: agent } = await stack.userClient('agent@globex.test')
    expect((await agent.from('agents').update({ role: 'admin' }).eq('name', 'globex agent').select()).data).toEqual([])
  })

  it('keeps the last admin of an account', async () => {
    const { client } = await stack.userClient('admin@acme.test')
    const stepDown = async () => (await client.from('agents').update({ role: 'agent' }).eq('name', 'acme admin')).error
    expect(await stepDown()).toMatchObject({ code: 'PT409', hint: 'last_admin' })
    await client.from('agents').update({ role: 'admin' }).eq('name', 'acme agent')
    expect(await stepDown()).toBeNull()
    expect((await client.from('agents').update({ role: 'agent' }).eq('name', 'acme agent').select()).data).toEqual([])
  })
})
