import type { TestStack } from '../testing/stack.ts'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestStack } from '../testing/stack.ts'
import { restateRefusal } from './errors.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`create function public.refuse() returns void language plpgsql as $$
    begin raise exception 'not today' using hint = 'tomorrow'; end $$`)
  await stack.sql('grant execute on function public.refuse() to service_role')
}, 60_000)
afterAll(async () => stack.stop())

const account = { name: 'Acme', chatwoot_url: 'https://a.example', chatwoot_account_id: 1 }

describe('what the database refuses and answers', () => {
  it('answers `raise exception` as PostgREST does', async () => {
    const { error, status } = await stack.adminClient().rpc('refuse')
    expect({ status, error: { ...error } }).toMatchObject({ status: 400, error: { code: 'P0001', message: 'not today', hint: 'tomorrow' } })
  })

  it('answers a row that breaks its check with 400', async () => {
    const { error, status } = await stack.adminClient().from('accounts').insert({ ...account, language: 'tlh' })
    expect({ status, code: error?.code }).toEqual({ status: 400, code: '23514' })
  })

  it('writes instants as PostgREST does', async () => {
    const { data } = await stack.adminClient().from('accounts').insert(account).select('created_at').single()
    expect(data?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/)
  })

  it('prints the code of a refusal and none of its values', () => {
    const refusal = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(ada@example.com) exists', params: ['ada@example.com'] })
    expect(inspect(restateRefusal(refusal))).toBe('The database refused a request: 23505')
  })
})
