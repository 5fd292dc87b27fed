import type { TestStack } from '../testing/stack.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`
    with made as (
      insert into public.accounts (name, chatwoot_url, chatwoot_account_id)
      values ('Acme', 'https://a.example', 1), ('Globex', 'https://b.example', 1) returning id, name
    )
    insert into public.agents (account_id, chatwoot_user_id, name, email, role)
    select id, 1, name || ' agent', lower(name) || '@example.com', 'admin' from made`)
}, 60_000)
afterAll(async () => stack.stop())

describe('one session for everybody', () => {
  it('answers 240 requests of many people at once without one row of another', async () => {
    const names = ['Acme', 'Globex', null]
    const emails = ['acme@example.com', 'globex@example.com', 'stranger@example.com']
    const people = await Promise.all(emails.map(async email => stack.userClient(email)))
    const anonymous = stack.anonymousClient()
    const asks = [
      async (who: number) => (await people[who]!.client.from('accounts').select('name')).data?.map(({ name }) => name).join() === (names[who] ?? ''),
      async (who: number) => (await people[who]!.client.from('agents').select('email')).data?.map(({ email }) => email).join() === (names[who] ? emails[who] : ''),
      async (who: number) => (await people[who]!.client.auth.getUser(people[who]!.token)).data.user?.email === emails[who],
      // Nobody may change another's account, and who may touches one row.
      async (who: number) => (await people[who]!.client.from('accounts').update({ language: 'en' }).gt('id', 0).select('name')).data?.length === (names[who] ? 1 : 0),
      async () => (await anonymous.from('accounts').select()).error?.code === '42501',
    ]
    const right = await Promise.all(Array.from({ length: 240 }, async (_, index) => asks[index % asks.length]!(index % 3)))
    expect(right.filter(isRight => !isRight)).toHaveLength(0)
  }, 120_000)
})
