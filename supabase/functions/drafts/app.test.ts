import type { Draft, DraftRequest, DraftStyle } from '../../../shared/contracts/draft.ts'
import type { Desk } from '../_shared/desk-testing.ts'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createOpenAiStandIn } from '../../../local/standins/openai/index.ts'
import { DraftEvent } from '../../../shared/contracts/draft.ts'
import { ABOUT, startDesk } from '../_shared/desk-testing.ts'
import { createLanguageModel } from '../_shared/language-model.ts'
import { createBrief } from '../brief/app.ts'
import { createDrafts } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const Cost = z.object({ extensions: z.object({ cost: z.object({ requestedQueryCost: z.number() }) }) })
const MODEL_URL = 'http://openai.test/v1'
let desk: Desk
let app: ReturnType<typeof createDrafts>

beforeAll(async () => {
  desk = await startDesk()
  app = createDrafts(desk.stack.env, { now: desk.now, fetch: desk.fetch, model: null, embedder: null })
}, 60_000)
afterEach(async () => desk.settled())
afterAll(async () => {
  for (const name of ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'OPENAI_INPUT_PRICE', 'OPENAI_OUTPUT_PRICE']) delete process.env[name]
  await desk.stack.stop()
})

describe('drafts of the local writer', () => {
  it('come in three styles, from live facts, each bound to where it stands', async () => {
    const drafts = readyIn(await events(ABOUT.late))
    expect(drafts.map(({ style, writer, setAside }) => [style, writer, setAside]).sort())
      .toEqual([['concise', 'local', null], ['formal', 'local', null], ['friendly', 'local', null]])
    expect(new Set(drafts.map(({ text }) => text)).size).toBe(3)
    for (const { text, segments, facts } of drafts) {
      expect(text).toContain('#1001')
      expect(segments.map(segment => segment.text).join('')).toBe(text)
      expect(facts.find(({ id }) => id === 'order.name')).toMatchObject({ value: '#1001', source: { kind: 'order', orderId: 'gid://shopify/Order/1' } })
    }
  })

  it('speak the customer\'s language, or the one the agent chose', async () => {
    const [spanish] = readyIn(await events(ABOUT.spanish, { styles: ['friendly'] }))
    expect(spanish).toMatchObject({ language: 'es', text: expect.stringContaining('30 días') })
    expect(spanish?.facts).toContainEqual(expect.objectContaining({ id: 'article.title', source: { kind: 'article', articleId: expect.any(Number) } }))
    expect(readyIn(await events(ABOUT.late, { styles: ['friendly'], language: 'fr' }))).toMatchObject([{ language: 'fr', text: expect.stringContaining('commande #1001') }])
  })

  it('are about the order the agent chose, and of nobody else\'s', async () => {
    const about = async (orderId: string) => (await events(ABOUT.late, { styles: ['concise'], orderId }))[0]
    expect(await about('gid://shopify/Order/2')).toMatchObject({ type: 'ready', draft: { text: expect.stringContaining('#1002') } })
    expect(JSON.stringify(await about('gid://shopify/Order/3'))).not.toContain('#1003')
  })

  it.each([
    ['an article', ABOUT.product, ['article']],
    ['what was asked', ABOUT.nothing, ['question']],
    ['the order', ABOUT.visitor, ['order']],
  ])('are refused, with the reason, where %s is missing', async (_, conversationId, missing) => {
    const answers = await events(conversationId)
    expect(answers.map(event => event.type === 'end' ? 'end' : event.type === 'refused' && event.missing)).toEqual([missing, missing, missing, 'end'])
  })

  it('do not obey the customer', async () => {
    const drafts = readyIn(await events(ABOUT.hostile))
    expect(drafts.map(({ text }) => text.includes('#1001') && !/5,000|refunded|<img|\{\{/.test(text))).toEqual([true, true, true])
  })

  it('speak of the orders that were just shown: an opening costs the shop at most 230 points', async () => {
    let points = 0
    const counting: typeof desk.fetch = async (input, init) => {
      const answer = await desk.fetch(input, init)
      if (String(input).endsWith('/graphql.json')) points += Cost.parse(await answer.clone().json()).extensions.cost.requestedQueryCost
      return answer
    }
    const opening = { now: desk.now, fetch: counting, model: null, embedder: null }
    const look = async (query: string) =>
      createBrief(desk.stack.env, opening).request(`/brief/1/${ABOUT.several}${query}`, { headers: { authorization: `Bearer ${desk.tokens.ben}` } })
    await look('')
    expect(points).toBeGreaterThan(100)
    // The panel follows the conversation from here on.
    for (let change = 0; change < 5; change++) expect((await look('?shop=follow')).status).toBe(200)
    const drafts = readyIn(await read(await ask(ABOUT.several, {}, { writer: createDrafts(desk.stack.env, opening) })))
    expect(drafts.map(({ facts }) => facts.some(({ id }) => id === 'order.name'))).toEqual([true, true, true])
    expect(points).toBeLessThanOrEqual(230)
  })

  it('stream as server-sent events and end', async () => {
    const answer = await ask(ABOUT.late, { styles: ['formal', 'formal'] })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    const lines = (await answer.text()).split('\n\n').filter(Boolean)
    expect(lines.every(line => line.startsWith('data: {'))).toBe(true)
    expect(lines).toHaveLength(2)
  })
})

describe('drafts of a language model', () => {
  it('stream sentence by sentence and state the facts they were given', async () => {
    const { say, seen } = withModel()
    const [order, ...rest] = await say('none', ABOUT.late)
    expect(order).toMatchObject({ type: 'delta', style: 'friendly' })
    const draft = readyIn(rest)[0]
    expect(draft).toMatchObject({ writer: 'model', setAside: null, text: expect.stringContaining('#1001') })
    expect(draft?.segments).toContainEqual({ text: '#1001', factId: 'order.name' })
    const shown = [order, ...rest].flatMap(event => event?.type === 'delta' ? event.text : []).join('')
    expect(draft?.text.startsWith(shown.trim())).toBe(true)
    expect(seen).toHaveLength(1)
  })

  it('are asked for without a name, an address or a number of a person', async () => {
    const { say, seen } = withModel()
    const [draft] = readyIn(await say('none', ABOUT.late))
    expect(seen[0]).not.toMatch(/maya|lind|ben\b|example\.com|555|97201/i)
    expect(draft?.text).toContain('Maya')
  })

  it('are asked for without what agents tell each other', async () => {
    const [conversation] = desk.chatwoot.state.conversations.filter(({ id }) => id === ABOUT.guest)
    if (!conversation) throw new Error('the guest is not there')
    const note = { type: 1, isPrivate: true, senderKind: 'user', senderId: 2, contentAttributes: {} } as const
    desk.chatwoot.actions.addMessage(conversation, { ...note, content: 'He is a fraudster' })
    const { say, seen } = withModel()
    await say('none', ABOUT.guest)
    expect(seen[0]).not.toContain('fraudster')
  })

  it.each([
    ['is empty', 'empty', 'empty'],
    ['is cut', 'cut', 'cut'],
    ['does what the customer told it', 'obeys_customer', 'unknown_claim'],
    ['invents a date and a number', 'invents', 'unknown_claim'],
    ['is a refusal of the server', 'broken', 'model_unavailable'],
    ['is that there are too many requests', 'busy', 'model_unavailable'],
  ])('give way to the local writer, and say why, when the answer %s', async (_, fault, why) => {
    const { say } = withModel()
    const answers = await say(fault, ABOUT.late)
    expect(readyIn(answers)).toMatchObject([{ writer: 'local', setAside: why, text: expect.stringContaining('#1001') }])
    expect(JSON.stringify(answers)).not.toMatch(/5,000|ZX9928|January/)
  })

  it.each([
    ['a deed', 'Hi Maya. I have refunded your order #1001 as you asked.', 'promised_deed'],
    ['an order of somebody else', 'Hi Maya. Your order #1003 is on its way.', 'unknown_claim'],
    ['an amount', 'Hi Maya. You will get $5,000 back from us.', 'unknown_claim'],
    ['a link', 'Hi Maya. Please pay at pay.evil.example first.', 'unknown_claim'],
    ['HTML', 'Hi Maya. <img src=x onerror=alert(1)> Your order #1001 is here.', 'markup'],
    ['Markdown', 'Hi Maya. [Track it](javascript:alert(1)) your order #1001 is here.', 'markup'],
    ['Liquid', 'Hi Maya. {{ contact.email }} your order #1001 is here.', 'markup'],
  ])('never show %s that a customer talked the model into, not even for a moment', async (_, text, why) => {
    const { say } = withModel({ answers: text })
    const answers = await say('none', ABOUT.hostile)
    expect(readyIn(answers)).toMatchObject([{ writer: 'local', setAside: why }])
    expect(JSON.stringify(answers)).not.toMatch(/have refunded|#1003|5,000|evil|onerror|javascript|contact\.email/)
  })

  it.each([['before the first word', 'slow'], ['in the middle of a word', 'stalls']])('give way when the model falls silent %s', async (_, fault) => {
    const { say } = withModel({ timeoutMs: 300 })
    expect(readyIn(await say(fault, ABOUT.late))).toMatchObject([{ writer: 'local', setAside: 'model_unavailable' }])
  })

  it('say that the model failed where the local writer knows too little as well', async () => {
    const { say } = withModel()
    expect(await say('broken', ABOUT.nothing)).toMatchObject([{ type: 'refused', missing: ['question'], setAside: 'model_unavailable' }, { type: 'end' }])
  })

  it('ask no model whose budget is spent', async () => {
    await desk.stack.sql('update public.accounts set model_budget_tokens = 10 where id = 1')
    await desk.stack.sql(`insert into public.model_calls (account_id, purpose, model, input_tokens, outcome, took_ms) values (1, 'draft', 'm', 10, 'used', 1)`)
    const { say, seen } = withModel()
    expect(readyIn(await say('none', ABOUT.late))).toMatchObject([{ writer: 'local', setAside: 'model_budget_spent' }])
    expect(seen).toEqual([])
    await desk.stack.sql('update public.accounts set model_budget_tokens = 2000000 where id = 1')
  })

  it('record what each call cost, the failed and the cut ones too, and nothing that was said', async () => {
    await desk.stack.sql('truncate public.model_calls')
    const { say } = withModel({ timeoutMs: 300 })
    for (const fault of ['none', 'empty', 'broken', 'stalls']) await say(fault, ABOUT.late)
    const calls = await desk.stack.sql<Record<string, unknown>>(
      'select purpose, model, outcome, input_tokens > 0 as has_input, output_tokens > 0 as has_output, cost_micros = input_tokens * 2 + output_tokens * 8 as is_priced from public.model_calls order by id',
    )
    expect(calls).toEqual([
      { purpose: 'draft', model: 'tiny', outcome: 'used', has_input: true, has_output: true, is_priced: true },
      { purpose: 'draft', model: 'tiny', outcome: 'rejected', has_input: true, has_output: false, is_priced: true },
      { purpose: 'draft', model: 'tiny', outcome: 'failed', has_input: false, has_output: false, is_priced: true },
      { purpose: 'draft', model: 'tiny', outcome: 'failed', has_input: true, has_output: true, is_priced: true },
    ])
  })

  it('end in exactly one event each, though the ledger cannot be written', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    await desk.stack.sql('alter table public.model_calls add constraint no_more check (false) not valid')
    const { say } = withModel()
    expect((await say('none', ABOUT.late)).filter(({ type }) => type !== 'delta').map(({ type }) => type)).toEqual(['ready', 'end'])
    await desk.stack.sql('alter table public.model_calls drop constraint no_more')
    expect(logged.mock.calls.flat().join(' ')).not.toMatch(/maya|#1001/i)
    logged.mockRestore()
  })

  it('stop asking the model when nobody waits any more', async () => {
    const { start, asked, stopped } = withModel({ fault: 'stalls' })
    const answer = await start(ABOUT.late, { styles: ['friendly'] })
    await asked
    await answer.body?.cancel()
    await stopped
  })
})

describe('who may ask for drafts', () => {
  it.each([
    ['nobody who is not signed in', null, 1, [401, 'not_signed_in']],
    ['no stranger', 'stranger', 1, [404, 'account_not_found']],
    ['no member of another account', 'zoe', 1, [404, 'account_not_found']],
    ['no member who writes another account into the address', 'ada', 2, [404, 'account_not_found']],
  ] as const)('%s', async (_, who, accountId, refusal) => {
    expect(await problem(await ask(ABOUT.late, {}, { who, accountId }))).toEqual(refusal)
  })

  it.each(['{"styles": ["for', '[]', '{"styles": []}', '{"styles": ["rude"]}', '{"language": "de"}', '{"orderId": 7}'])('nobody with %s', async (body) => {
    expect(await problem(await ask(ABOUT.late, body))).toEqual([400, 'invalid_request'])
  })
})

/** A language model at a real address; `answers` is what it says instead of its own words. */
function withModel({ answers, timeoutMs, fault: standing = 'none' }: { answers?: string, timeoutMs?: number, fault?: string } = {}) {
  const env = { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: MODEL_URL, OPENAI_MODEL: 'tiny', OPENAI_INPUT_PRICE: '2', OPENAI_OUTPUT_PRICE: '8' }
  Object.assign(process.env, env)
  const standIn = createOpenAiStandIn({ wordMs: 0 })
  const seen: string[] = []
  let fault = standing
  let hear = () => {}
  let stop = () => {}
  const asked = new Promise<void>((resolve) => { hear = resolve })
  const stopped = new Promise<void>((resolve) => { stop = resolve })
  const model = createLanguageModel({ timeoutMs, fetch: async (input, init) => {
    const request = new Request(input, init)
    seen.push(await request.clone().text())
    init?.signal?.addEventListener('abort', stop)
    hear()
    if (answers) return saying(answers)
    const headers = new Headers(request.headers)
    headers.set('x-stand-in-fault', fault)
    return standIn.fetch(new Request(request, { headers }))
  } })
  const writer = createDrafts(desk.stack.env, { now: desk.now, fetch: desk.fetch, model, embedder: null })
  return {
    seen,
    asked,
    stopped,
    start: async (conversationId: number, body: object) => ask(conversationId, body, { writer }),
    async say(next: string, conversationId: number) {
      fault = next
      return read(await ask(conversationId, { styles: ['friendly'] }, { writer }))
    },
  }
}

function saying(text: string): Response {
  const chunks = [...text.split(/(?<= )/).map(content => ({ delta: { content }, finish_reason: null })), { delta: {}, finish_reason: 'stop' }]
  const lines = chunks.map(choice => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`)
  return new Response(`${lines.join('')}data: [DONE]\n\n`, { headers: { 'content-type': 'text/event-stream' } })
}

interface Asking { who?: keyof Desk['tokens'] | null, accountId?: number, writer?: typeof app }
async function ask(conversationId: number, body: Partial<DraftRequest> | string = {}, { who = 'ben', accountId = 1, writer = app }: Asking = {}) {
  return writer.request(`/drafts/${accountId}/${conversationId}`, {
    method: 'POST',
    headers: who ? { authorization: `Bearer ${desk.tokens[who]}` } : {},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
async function events(conversationId: number, body: Partial<DraftRequest> = {}) {
  return read(await ask(conversationId, body))
}
async function read(answer: Response) {
  const lines = (await answer.text()).split('\n\n').filter(Boolean)
  return lines.map(line => DraftEvent.parse(JSON.parse(line.replace('data: ', ''))))
}
function readyIn(found: DraftEvent[]): (Draft & { style: DraftStyle })[] {
  return found.flatMap(event => event.type === 'ready' ? [event.draft] : [])
}
async function problem(answer: Response) {
  return [answer.status, (await answer.json()).code]
}
