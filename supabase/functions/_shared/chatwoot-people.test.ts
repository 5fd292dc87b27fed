import type { TestStack } from '../../../local/testing/stack.ts'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { syncPeople } from './chatwoot-people.ts'
import { CHATWOOT, openChatwoot } from './chatwoot-testing.ts'
import { createChatwoot } from './chatwoot.ts'

let stack: TestStack
let shop: ReturnType<typeof openChatwoot>
let account: number
let clock = Date.now()
const sync = async (at = ++clock) => syncPeople(stack.adminClient(), account, createChatwoot({ ...shop.access, fetch: shop.fetch }), at)

beforeAll(async () => void (stack = await startTestStack()), 60_000)
beforeEach(async () => {
  shop = openChatwoot()
  await stack.sql('delete from public.accounts')
  await stack.sql('delete from auth.users')
  const [made] = await stack.sql<{ id: number }>(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', '${CHATWOOT}', 1) returning id`)
  account = made!.id
  await sync()
})

async function people() {
  return stack.sql<{ name: string, email: string, role: string, removed: boolean, linked: boolean }>(
    'select name, email, role, removed_at is not null as removed, user_id is not null as linked from public.agents order by chatwoot_user_id',
  )
}
const agent = (id: number) => shop.world.agents.find(one => one.id === id)!
function leave(id: number) {
  shop.world.agents = shop.world.agents.filter(one => one.id !== id)
  for (const team of shop.world.teams) team.memberIds = team.memberIds.filter(one => one !== id)
}
const seenBy = async (email: string) => (await (await stack.userClient(email)).client.from('accounts').select('name')).data

describe('syncPeople', () => {
  it('takes over people, teams with their members, and inboxes', async () => {
    expect(await people()).toEqual([
      { name: 'Ada', email: 'ada@acme.test', role: 'admin', removed: false, linked: false },
      { name: 'Ben', email: 'ben@acme.test', role: 'agent', removed: false, linked: false },
      { name: 'Cleo', email: 'cleo@acme.test', role: 'agent', removed: false, linked: false },
    ])
    expect(await stack.sql(`select t.name as team, a.name from public.team_members m
      join public.teams t using (account_id, team_id) join public.agents a on a.id = m.agent_id order by 2`))
      .toEqual([{ team: 'returns', name: 'Ben' }, { team: 'returns', name: 'Cleo' }])
    expect(await stack.sql('select name, channel, time_zone from public.inboxes'))
      .toEqual([{ name: 'Shop', channel: 'Channel::WebWidget', time_zone: 'Europe/Madrid' }])
  })

  it('takes access from who left at once, and keeps who they were', async () => {
    expect(await seenBy('ben@acme.test')).toEqual([{ name: 'Acme' }])
    leave(2)
    await sync()
    expect(await seenBy('ben@acme.test')).toEqual([])
    expect((await people())[1]).toEqual({ name: 'Ben', email: 'ben@acme.test', role: 'agent', removed: true, linked: false })
    expect(await stack.sql('select a.name from public.team_members m join public.agents a on a.id = m.agent_id')).toEqual([{ name: 'Cleo' }])
  })

  it('lets who comes back in again, without the role they once had', async () => {
    await stack.userClient('ben@acme.test')
    await stack.sql(`update public.agents set role = 'supervisor', role_source = 'pitwall' where name = 'Ben'`)
    const ben = agent(2)
    leave(2)
    await sync()
    shop.world.agents.push(ben)
    await sync()
    expect((await people())[1]).toMatchObject({ role: 'agent', removed: false, linked: true })
  })

  it('lets a new person have the address of one who left', async () => {
    await stack.userClient('ben@acme.test')
    const ben = agent(2)
    leave(2)
    shop.world.agents.push({ ...ben, id: 9, name: 'Ben again' })
    await sync()
    expect((await people()).filter(({ email }) => email === 'ben@acme.test')).toEqual([
      expect.objectContaining({ name: 'Ben', removed: true, linked: false }),
      expect.objectContaining({ name: 'Ben again', removed: false, linked: true }),
    ])
  })

  it('takes roles from Chatwoot unless they were given in Pitwall', async () => {
    await stack.sql(`update public.agents set role = 'supervisor', role_source = 'pitwall' where name = 'Ben'`)
    agent(2).role = 'administrator'
    agent(3).role = 'administrator'
    await sync()
    expect((await people()).map(({ role }) => role)).toEqual(['admin', 'supervisor', 'admin'])
    agent(3).role = 'agent'
    await sync()
    expect((await people()).map(({ role }) => role)).toEqual(['admin', 'supervisor', 'agent'])
  })

  it('gives Chatwoot\'s administrators their role back when the last admin here has left', async () => {
    agent(2).role = 'administrator'
    await sync()
    await stack.sql(`update public.agents set role = 'agent', role_source = 'pitwall' where name = 'Ben'`)
    leave(1)
    await sync()
    expect((await people()).find(({ name }) => name === 'Ben')).toMatchObject({ role: 'admin' })
  })

  it('links the user of the new address when an address changed, and two who swapped theirs', async () => {
    await stack.userClient('ben@acme.test')
    const { userId: cleo } = await stack.userClient('cleo@acme.test')
    agent(2).email = 'Cleo@acme.test'
    agent(3).email = 'moved@acme.test'
    await sync()
    expect(await stack.sql('select name, email, user_id from public.agents where chatwoot_user_id > 1 order by 1')).toEqual([
      { name: 'Ben', email: 'cleo@acme.test', user_id: cleo },
      { name: 'Cleo', email: 'moved@acme.test', user_id: null },
    ])
    agent(2).email = 'moved@acme.test'
    agent(3).email = 'cleo@acme.test'
    await sync()
    expect(await stack.sql('select name, user_id from public.agents where chatwoot_user_id > 1 order by 1')).toEqual([
      { name: 'Ben', user_id: null },
      { name: 'Cleo', user_id: cleo },
    ])
  })

  it('believes no list without an administrator', async () => {
    shop.world.agents.forEach(one => void (one.role = 'agent'))
    await expect(sync()).rejects.toMatchObject({ code: 'chatwoot_refused' })
    shop.world.agents = []
    await expect(sync()).rejects.toMatchObject({ code: 'chatwoot_refused' })
    expect((await people()).every(({ removed }) => !removed)).toBe(true)
  })

  it('changes nothing when Chatwoot fails in the middle', async () => {
    leave(2)
    shop.standIn.faults.add({ kind: 'status', status: 500, path: '/teams/7', times: 2 })
    await expect(sync()).rejects.toMatchObject({ code: 'chatwoot_unreachable' })
    expect((await people())[1]).toMatchObject({ name: 'Ben', removed: false })
  })

  it('lets lists that were read earlier change nothing any more', async () => {
    const before = clock
    agent(2).name = 'Benjamin'
    await sync()
    agent(2).name = 'Ben'
    await sync(before)
    expect((await people())[1]).toMatchObject({ name: 'Benjamin' })
  })

  it('names an inbox\'s zone only when it is one', async () => {
    shop.world.inboxes[0]!.timeZone = 'Nowhere/At all'
    await sync()
    expect(await stack.sql('select time_zone from public.inboxes')).toEqual([{ time_zone: 'UTC' }])
  })

  it('is for the service alone', async () => {
    const { client } = await stack.userClient('ada@acme.test')
    const args = { p_account_id: account, p_agents: [], p_teams: [], p_inboxes: [], p_read_at: new Date().toISOString() }
    expect((await client.rpc('sync_people', args)).error?.code).toBe('42501')
  })
})
