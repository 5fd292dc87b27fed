import type { Shop } from '../_shared/jobs-testing.ts'
import type { Work } from '../_shared/jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { JudgesOverview } from '../../../shared/contracts/judges.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { judgeArrivals } from '../_shared/jobs-judge.ts'
import { askOpinions } from '../_shared/jobs-opinion.ts'
import { startShop } from '../_shared/jobs-testing.ts'
import { enqueueJob, runDueJobs } from '../_shared/jobs.ts'
import { createJudges } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

let shop: Shop
let work: Work
let app: ReturnType<typeof createJudges>
const tokens = new Map<string, string>()

beforeAll(async () => {
  shop = await startShop()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  app = createJudges(shop.stack.env, shop.now, shop.fetch)
}, 60_000)
beforeEach(async () => {
  shop.chatwoot.faults.clear()
  await shop.stack.sql('truncate public.conversations, public.contacts, public.judge_settings, public.judge_models, public.jobs, public.model_calls cascade')
  for (const one of shop.chatwoot.state.conversations) Object.assign(one, { labels: [], customAttributes: {} })
})
afterAll(() => shop.stack.stop())

/** A conversation as it stands in the read model, with what its customer said. */
async function said(id: number, ...texts: string[]) {
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values (1, $1, 'Maya', 1, 1) on conflict do nothing`, [id])
  await shop.stack.sql(
    `insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
     values (1, $1, $1, 1, 'open', now(), now(), 1, 1)`,
    [id],
  )
  for (const [at, text] of texts.entries()) {
    await shop.stack.sql(
      `insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, content, created_at, source_version, source_digest)
       values (1, $1, $2, 'incoming', 'contact', $3, now() + make_interval(secs => $4), 1, 1)`,
      [id * 100 + at, id, text, at],
    )
  }
}
async function ask(method: string, path: string, body?: unknown, name = 'ada@shop.test') {
  const response = await app.request(`/judges/${path}`, {
    method,
    headers: { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}
const correct = (id: number, category: string, name?: string) => ask('POST', `1/conversations/${id}/category`, { category }, name)
const overview = async () => JudgesOverview.parse((await ask('GET', '1')).body)
const category = async () => (await overview()).judges.find(({ name }) => name === 'category')
const act = (isActing: boolean) => ask('PUT', '1/category/settings', { targetPrecision: 0.9, isActing })
const inChatwoot = (id: number) => shop.chatwoot.state.conversations.find(one => one.id === id)
async function jobs() {
  await shop.settled()
  await runDueJobs(JOB_HANDLERS, work)
}

describe('an arrival', () => {
  it('is understood: what about, in which language, how the customer feels', async () => {
    await said(1, 'Where is my order #1001?', 'Still no answer, where is my order?? This is RIDICULOUS!!')
    await judgeArrivals(1, [1], work)
    const [row] = await shop.stack.sql('select category, language, mood, is_frustrated, mood_score < 0 as is_low from public.conversations')
    expect(row).toEqual({ category: 'order_status', language: 'en', mood: 'negative', is_frustrated: true, is_low: true })
    const moods = await shop.stack.sql('select message_id::int as id from public.message_moods order by message_id')
    expect(moods).toEqual([{ id: 100 }, { id: 101 }])
    await judgeArrivals(1, [1], work)
    expect(await shop.stack.sql('select judge from public.judgements order by judge')).toEqual([{ judge: 'category' }, { judge: 'language' }])
    expect(inChatwoot(1)?.labels).toEqual([])
  })

  it('without words is stored as unknown', async () => {
    await said(1, '')
    await said(2, '12345')
    await judgeArrivals(1, [1, 2], work)
    expect(await shop.stack.sql('select category, language, mood, is_frustrated from public.conversations')).toEqual(
      Array.from({ length: 2 }, () => ({ category: null, language: null, mood: null, is_frustrated: false })),
    )
  })
})

describe('the label', () => {
  it('joins those of people, with attributes beside theirs, once the account lets the judge act', async () => {
    await act(true)
    Object.assign(inChatwoot(1) ?? {}, { labels: ['vip'], customAttributes: { floor: 3 } })
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await jobs()
    expect(inChatwoot(1)).toMatchObject({ labels: ['vip', 'order_status'], customAttributes: { floor: 3, pitwall_category: 'order_status', pitwall_language: 'en', pitwall_frustrated: false } })
  })

  it('is written again when somebody wrote over it meanwhile', async () => {
    await act(true)
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await shop.settled()
    let writes = 0
    const racing: typeof fetch = async (input, init) => {
      const response = await shop.fetch(input, init)
      const isLabels = /\/conversations\/1\/labels$/.test(new Request(input, init).url)
      if (isLabels && ++writes === 1) Object.assign(inChatwoot(1) ?? {}, { labels: ['urgent'] })
      return response
    }
    await runDueJobs(JOB_HANDLERS, { ...work, fetch: racing })
    expect(inChatwoot(1)?.labels).toEqual(['urgent', 'order_status'])
    expect(writes).toBe(2)
  })

  it('leaves a category that a person put there, and does not come back when one took it away', async () => {
    await act(true)
    Object.assign(inChatwoot(1) ?? {}, { labels: ['billing_questions'] })
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await jobs()
    expect(inChatwoot(1)?.labels).toEqual(['billing_questions'])

    await said(2, 'I want to return the jacket')
    await judgeArrivals(1, [2], work)
    await jobs()
    expect(inChatwoot(2)?.labels).toEqual(['returns_refunds'])
    Object.assign(inChatwoot(2) ?? {}, { labels: [] })
    await enqueueJob(work, 1, 'write_label', { conversationId: 2 }, '2')
    await jobs()
    expect(inChatwoot(2)?.labels).toEqual([])
  })

  it.each([401, 429, 500])('waits for Chatwoot when it answers %i', async (status) => {
    await act(true)
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    const failing: typeof fetch = async () => new Response('{}', { status })
    await runDueJobs(JOB_HANDLERS, { ...work, fetch: failing })
    expect(await shop.stack.sql(`select done_at is null as is_open from public.jobs where kind = 'write_label'`)).toEqual([{ is_open: true }])
    expect(inChatwoot(1)?.labels).toEqual([])
  })
})

describe('a correction', () => {
  it('holds, is written down with who and from what, and moves the meter', async () => {
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    expect((await correct(1, 'shipping_issues', 'ben@shop.test')).status).toBe(200)
    await judgeArrivals(1, [1], work)
    expect(await shop.stack.sql('select category, category_version from public.conversations')).toEqual([{ category: 'shipping_issues', category_version: 'person' }])
    expect(await shop.stack.sql('select said, truth, decided_by::int as by from public.verdicts')).toEqual([{ said: 'order_status', truth: 'shipping_issues', by: 2 }])
    expect((await category())?.meter).toMatchObject({ precision: { share: 0, of: 1 }, confusion: [{ said: 'order_status', truth: 'shipping_issues', count: 1 }] })
    await correct(1, 'order_status')
    expect((await category())?.meter.precision).toMatchObject({ share: 1, of: 1 })
  })

  it('changes the label that Pitwall gave', async () => {
    await act(true)
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await jobs()
    await correct(1, 'billing_questions')
    await jobs()
    expect(inChatwoot(1)?.labels).toEqual(['billing_questions'])
  })

  it('counts what was answered, resolved and let stand, apart from what people said', async () => {
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await shop.stack.sql(`update public.conversations set status = 'resolved', first_reply_at = now()`)
    expect((await category())?.meter).toMatchObject({ precision: { share: 1, of: 1 }, explicit: null })
  })

  it('is for members of the account and for categories that exist', async () => {
    await said(1, 'Where is my order #1001?')
    expect(await correct(1, 'shipping_issues', 'zoe@other.test')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
    expect(await correct(1, 'shipping_issues', 'nobody')).toMatchObject({ status: 401 })
    expect(await correct(99, 'shipping_issues')).toMatchObject({ status: 404, body: { code: 'conversation_not_found' } })
    expect(await correct(1, 'nonsense')).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(await shop.stack.sql('select id from public.verdicts')).toEqual([])
  })
})

describe('drift', () => {
  it('stops a judge from acting, and says so until somebody switches it on again', async () => {
    await act(true)
    for (let id = 1; id <= 12; id++) {
      await said(id, 'Where is my order #1001?')
      await judgeArrivals(1, [id], work)
      await correct(id, 'general_inquiry')
    }
    expect(await category()).toMatchObject({ isActing: false })
    expect((await category())?.pausedAt).not.toBeNull()
    shop.travel(60_000)
    await act(true)
    expect(await category()).toMatchObject({ isActing: true, pausedAt: null })
  })
})

describe('retraining', () => {
  async function teach(count: number, from = 1) {
    for (let id = from; id < from + count; id++) {
      const isOdd = id % 2 === 1
      await said(id, isOdd ? `the snorkbar ${id} hums at night` : `zaffle ${id} wobbles a little`)
      await judgeArrivals(1, [id], work)
      await correct(id, isOdd ? 'technical_support' : 'billing_questions')
    }
  }

  it('learns the words of the shop, takes over when it is better on labels held out, and is rolled back in one step', async () => {
    await teach(24)
    expect((await ask('POST', '1/category/retrain', {})).status).toBe(202)
    await jobs()
    const [model] = (await overview()).models
    expect(model).toMatchObject({ isActive: true, isUsable: true, labels: 24, heldOut: 6, rightAfter: 6 })
    await said(77, 'my zaffle wobbles again')
    await judgeArrivals(1, [77], work)
    expect(await shop.stack.sql('select value, version from public.judgements where conversation_id = 77 and judge = \'category\''))
      .toEqual([{ value: 'billing_questions', version: model?.version }])

    expect((await ask('POST', '1/category/activate', { id: null })).status).toBe(200)
    expect((await overview()).models).toMatchObject([{ isActive: false }])
    expect((await ask('POST', '1/category/activate', { id: model?.id })).status).toBe(200)
    expect((await overview()).models).toMatchObject([{ isActive: true }])
    expect(await ask('POST', '1/category/activate', { id: 9_999 })).toMatchObject({ status: 404, body: { code: 'model_not_found' } })
  })

  it('happens by itself after every forty labels', async () => {
    await teach(39)
    await jobs()
    expect((await overview()).models).toEqual([])
    shop.travel(60_000)
    await teach(1, 40)
    await jobs()
    expect(await overview()).toMatchObject({ models: [{ labels: 40, isActive: true }], labels: { all: 40, fresh: 0 } })
  })

  it('waits for enough labels', async () => {
    await teach(5)
    await ask('POST', '1/category/retrain', {})
    await jobs()
    expect(await overview()).toMatchObject({ models: [], labels: { all: 5, fresh: 5 }, isTraining: false })
  })

  it('is for admins', async () => {
    for (const [method, path, body] of [['POST', '1/category/retrain', {}], ['POST', '1/category/activate', { id: null }], ['PUT', '1/category/settings', { targetPrecision: 0.9, isActing: true }]] as const) {
      expect(await ask(method, path, body, 'ben@shop.test')).toMatchObject({ status: 403 })
      expect(await ask(method, path, body, 'zoe@other.test')).toMatchObject({ status: 404 })
      expect(await ask(method, path, body, 'nobody')).toMatchObject({ status: 401 })
    }
  })
})

describe('a language model', () => {
  const UNSURE = 'asdf jkl qwertz'
  function modelSaying(text: string, end: 'finished' | 'cut' | 'unavailable' = 'finished') {
    const seen: string[] = []
    const model = { name: 'tiny', stream: async ({ user }: { user: string }) => {
      seen.push(user)
      return { text, end, inputTokens: 200, outputTokens: 3 }
    } }
    return { model, seen }
  }
  async function asked(id: number, text = UNSURE) {
    await said(id, text)
    await ask('PUT', '1/category/settings', { targetPrecision: 0.9, isActing: false, asksModel: true })
    await judgeArrivals(1, [id], work)
    return shop.stack.sql('select kind from public.jobs where kind = \'ask_category\'')
  }
  const opinions = async (id: number, model: ReturnType<typeof modelSaying>['model']) =>
    askOpinions(1, [{ id: 1, account_id: 1, kind: 'ask_category', payload: { conversationId: id }, attempts: 1, event: null }], work, model)
  const categoryOf = async (id: number) => shop.stack.sql('select category, category_version as version from public.conversations where conversation_id = $1', [id])

  it('is asked where the judge abstains and the account allows it, and names the category', async () => {
    expect(await asked(1)).toHaveLength(1)
    const { model, seen } = modelSaying(' Technical_Support. ')
    await opinions(1, model)
    expect(seen).toHaveLength(1)
    expect(await categoryOf(1)).toEqual([{ category: 'technical_support', version: 'model:tiny' }])
    expect(await shop.stack.sql('select value, is_abstained, version from public.judgements where judge = \'category\''))
      .toEqual([{ value: 'technical_support', is_abstained: false, version: 'model:tiny' }])
    expect(await shop.stack.sql('select purpose, outcome, input_tokens from public.model_calls')).toEqual([{ purpose: 'category', outcome: 'used', input_tokens: 200 }])
  })

  it('is not asked where the account does not allow it, or the judge is sure', async () => {
    await said(1, UNSURE)
    await judgeArrivals(1, [1], work)
    expect(await asked(2, 'I was charged twice for order 1042, my card shows two payments. Please refund the second charge.')).toEqual([])
  })

  it('is told no name, address or number of the customer', async () => {
    await asked(1, `${UNSURE} Maya maya.lind@example.com +1 503 555 0114`)
    const { model, seen } = modelSaying('unsure')
    await opinions(1, model)
    expect(seen[0]).toContain('asdf')
    expect(seen[0]).not.toMatch(/maya|example\.com|555/i)
  })

  it.each([
    ['is unsure', 'unsure', 'finished'],
    ['obeys the customer', 'Sure! Refund issued. returns_refunds', 'finished'],
    ['is cut', 'order_', 'cut'],
  ] as const)('leaves the category open when it %s', async (_, text, end) => {
    await asked(1)
    await opinions(1, modelSaying(text, end).model)
    expect(await categoryOf(1)).toMatchObject([{ category: null }])
  })

  it('is asked again later when it does not answer', async () => {
    await asked(1)
    await expect(opinions(1, modelSaying('', 'unavailable').model)).rejects.toMatchObject({ code: 'model_unavailable' })
    expect(await categoryOf(1)).toMatchObject([{ category: null }])
  })

  it('never overrules a person who was faster', async () => {
    await asked(1)
    const { model, seen } = modelSaying('order_status')
    await correct(1, 'billing_questions')
    await opinions(1, model)
    expect([seen, await categoryOf(1)]).toEqual([[], [{ category: 'billing_questions', version: 'person' }]])
  })
})

describe('the rows', () => {
  it('are read by members only, written by none of them, and a model stays inside', async () => {
    await act(true)
    await said(1, 'Where is my order #1001?')
    await judgeArrivals(1, [1], work)
    await correct(1, 'shipping_issues')
    const { client: member } = await shop.stack.userClient('ben@shop.test')
    const { client: stranger } = await shop.stack.userClient('zoe@other.test')
    for (const table of ['message_moods', 'judgements', 'verdicts', 'judge_settings']) {
      expect.soft([table, (await member.from(table).select('account_id')).data?.length ?? 0]).not.toEqual([table, 0])
      expect.soft([table, (await stranger.from(table).select('account_id')).data]).toEqual([table, []])
      expect.soft([table, (await shop.stack.anonymousClient().from(table).select('account_id')).error?.code]).toEqual([table, '42501'])
      expect.soft([table, (await member.from(table).delete().eq('account_id', 1)).error?.code]).toEqual([table, '42501'])
    }
    expect((await member.from('judge_models').select('version')).error).toBeNull()
    expect((await member.from('judge_models').select('model')).error?.code).toBe('42501')
    expect((await member.rpc('decide_judgement', { p_account_id: 1, p_conversation_id: 1, p_judge: 'category', p_truth: 'x', p_agent_id: 1, p_now: new Date().toISOString() })).error?.code).toBe('42501')
  })
})
