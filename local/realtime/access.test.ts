import type { TestStack } from '../testing/stack.ts'
import type { Access } from './access.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestStack } from '../testing/stack.ts'
import { Claims, createAccess } from './access.ts'

let stack: TestStack
let access: Access
let topic = ''
const people = { member: '', stranger: '' }

beforeAll(async () => {
  stack = await startTestStack()
  access = createAccess(stack.database)
  const [account] = await stack.sql<{ id: number }>(
    `insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', 'https://a.example', 1) returning id`,
  )
  topic = `account:${account?.id}`
  await stack.sql(
    `insert into public.agents (account_id, chatwoot_user_id, name, email) values ($1, 1, 'Ada', 'ada@example.com')`,
    [account?.id],
  )
  people.member = (await stack.userClient('ada@example.com')).userId
  people.stranger = (await stack.userClient('stranger@example.com')).userId
}, 60_000)
afterAll(async () => stack.stop())

describe('createAccess', () => {
  it('lets a member receive what their account announces, and nobody else', async () => {
    const user = (sub: string) => ({ role: 'authenticated', sub }) as const
    const answers = [
      await access.mayReceive(topic, user(people.member)),
      await access.mayReceive(topic, user(people.stranger)),
      await access.mayReceive(topic, { role: 'anon' }),
      await access.mayReceive('account:999', user(people.member)),
      await access.mayReceive(`${topic} or true`, user(people.member)),
    ]
    expect(answers).toEqual([true, false, false, false, false])
  })

  it('lets nobody speak in the account\'s name', async () => {
    expect(await access.maySend(topic, { role: 'authenticated', sub: people.member })).toBe(false)
  })

  it('knows no role but a client\'s', () => {
    expect(Claims.safeParse({ role: 'postgres', sub: people.stranger }).success).toBe(false)
  })

  it('leaves neither rows nor an identity behind', async () => {
    await access.mayReceive(topic, { role: 'authenticated', sub: people.member })
    const [left] = await stack.sql(`select current_user::text as who, (select count(*)::int from realtime.messages) as probes,
      nullif(current_setting('request.jwt.claims', true), '') as claims`)
    expect(left).toEqual({ who: 'postgres', probes: 0, claims: null })
  })
})
