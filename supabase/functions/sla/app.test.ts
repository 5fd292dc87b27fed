import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { startTestStack } from '../../../local/testing/stack.ts'
import { AttainmentFigure } from '../../../shared/contracts/attainment.ts'
import { createSla } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const NOW = Date.parse('2026-11-24T12:00:00Z')
const PERIOD = 'from=2026-11-20T00:00:00Z&to=2026-11-25T00:00:00Z'
const Figures = z.object({ figures: z.array(AttainmentFigure) })
const Promises = z.object({ promises: z.array(z.looseObject({ conversation_id: z.number() })) })
const tokens: Record<string, string> = {}
let stack: Awaited<ReturnType<typeof startTestStack>>
let app: ReturnType<typeof createSla>

beforeAll(async () => {
  stack = await startTestStack()
  app = createSla(stack.env, () => NOW)
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', 'http://chatwoot.test', 1), ('Other', 'http://chatwoot.test', 2)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@shop.test', 'admin'), (1, 2, 'Ben', 'ben@shop.test', 'agent'), (1, 3, 'Cleo', 'cleo@shop.test', 'supervisor'),
    (2, 1, 'Zoe', 'zoe@other.test', 'admin')`)
  await stack.sql(`insert into public.teams (account_id, team_id, name) values (1, 4, 'Returns')`)
  await stack.sql(`insert into public.inboxes (account_id, inbox_id, name, channel) values (1, 5, 'Shop chat', 'Channel::WebWidget')`)
  // 1 to 8 kept by Ben, 9 broken and unanswered, 10 open, 11 closed without an answer, 12 began before the policy.
  await stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, team_id, assignee_id, status, opened_at, last_activity_at, source_version, source_digest)
    select 1, n, 1, 5, 4, 3, case when n = 11 then 'resolved' else 'open' end, '2026-11-23T09:00:00Z', '2026-11-23T09:00:00Z', 1, 1 from generate_series(1, 12) n`)
  await stack.sql(`insert into public.sla_clocks (account_id, conversation_id, tier_name, tier_position, target_seconds, calendar, because, started_at, warn_at, due_at, stopped_at, stopped_by, paused_at, remaining_ms, valid_from)
    select 1, n, 'VIP', 1, 3600, '{"timeZone": "America/New_York"}', '{}', '2026-11-23T04:00:00Z', null,
      case n when 10 then timestamptz '2026-11-24T13:00:00Z' when 11 then null else '2026-11-23T05:00:00Z' end,
      case when n <= 8 or n = 12 then timestamptz '2026-11-23T04:30:00Z' end, case when n <= 8 or n = 12 then 2 end,
      case n when 11 then timestamptz '2026-11-23T04:10:00Z' end, case n when 11 then 1000 end,
      case n when 12 then timestamptz '2026-11-24T00:00:00Z' else '-infinity' end
    from generate_series(1, 12) n`)
  for (const email of ['ada@shop.test', 'ben@shop.test', 'cleo@shop.test', 'zoe@other.test']) tokens[email] = (await stack.userClient(email)).token
}, 60_000)
afterAll(() => stack.stop())

async function ask(path: string, email = 'ada@shop.test') {
  return app.request(`/sla/1/${path}`, { headers: email ? { authorization: `Bearer ${tokens[email]}` } : { apikey: stack.keys.publishable } })
}
const figures = async (query: string) => Figures.parse(await (await ask(`attainment?${PERIOD}&${query}`)).json()).figures

describe('attainment', () => {
  it('counts what came to an end, with an interval that is honest about nine cases', async () => {
    const [vip] = await figures('by=tier')
    expect(vip).toMatchObject({ key: 'VIP', kept: 8, broken: 1, open: 1, closed: 1 })
    expect([vip?.share, vip?.low, vip?.high].map(value => value?.toFixed(3))).toEqual(['0.889', '0.565', '0.980'])
  })

  it('gives a promise to who answered it, else to who has the conversation; names stand for ids, days are local', async () => {
    expect((await figures('by=agent')).map(({ name, kept, broken }) => [name, kept, broken])).toEqual([['Cleo', 0, 1], ['Ben', 8, 0]])
    expect((await figures('by=team')).map(({ name }) => name)).toEqual(['Returns'])
    expect((await figures('by=inbox')).map(({ name }) => name)).toEqual(['Shop chat'])
    expect((await figures('by=day')).map(({ key }) => key)).toEqual(['2026-11-22'])
    expect(await figures('by=tier&kind=resolution')).toEqual([])
  })

  it('leaves out what began before the account promised it, unless asked', async () => {
    expect((await figures('by=all&withEarlier=true'))[0]).toMatchObject({ kept: 9 })
  })

  it('opens the conversations of every figure', async () => {
    const open = async (query: string) => Promises.parse(await (await ask(`promises?${PERIOD}&${query}`)).json()).promises.map(one => one.conversation_id).sort((a, b) => a - b)
    expect(await open('by=tier&key=VIP&outcome=broken')).toEqual([9])
    expect(await open('by=agent&key=2&outcome=kept')).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await open('by=day&key=2026-11-22&outcome=open')).toEqual([10])
    expect(await open('by=team&key=')).toEqual([])
    expect(await (await ask(`promises?${PERIOD}`)).json()).toMatchObject({ linkBase: expect.stringMatching(/\/app\/accounts\/\d+\/conversations$/) })
  })

  it('leaves as CSV', async () => {
    const answer = await ask(`attainment.csv?${PERIOD}&by=tier`)
    expect(answer.headers.get('content-type')).toContain('text/csv')
    expect(await answer.text()).toMatch(/^.?key,name,kept,broken,open,closed,share,low,high\r\nVIP,VIP,8,1,1,1,0\.88/)
    expect((await (await ask(`promises.csv?${PERIOD}&outcome=broken`)).text()).split('\r\n')).toHaveLength(3)
  })

  it('is for supervisors and admins of the account', async () => {
    for (const path of [`attainment?${PERIOD}`, `attainment.csv?${PERIOD}`, `promises?${PERIOD}`, `promises.csv?${PERIOD}`, 'channels']) {
      expect((await ask(path, 'cleo@shop.test')).status, path).toBe(200)
      expect((await ask(path, 'ben@shop.test')).status, path).toBe(403)
      expect((await ask(path, 'zoe@other.test')).status, path).toBe(404)
      expect((await ask(path, '')).status, path).toBe(401)
    }
    const { client: ben } = await stack.userClient('ben@shop.test')
    const args = { p_account_id: 1, p_from: '2026-11-20', p_to: '2026-11-25' }
    expect((await ben.rpc('sla_promises_measured', args)).data).toEqual([])
    expect((await stack.anonymousClient().rpc('sla_promises_measured', args)).error).not.toBeNull()
  })

  it('refuses a period that is none', async () => {
    expect((await ask('attainment?from=yesterday&to=today')).status).toBe(400)
  })

  it('says which ways out are open, and never where they lead', async () => {
    expect(await (await ask('channels')).json()).toEqual({ hasMail: false, hasSlack: false })
  })
})
