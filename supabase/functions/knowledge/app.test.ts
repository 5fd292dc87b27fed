import type { TestStack } from '../../../local/testing/stack.ts'
import type { Article, ArticleInput } from '../../../shared/contracts/article.ts'
import type { Embedder } from '../_shared/embeddings.ts'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createOpenAiStandIn } from '../../../local/standins/openai/index.ts'
import { startTestStack } from '../../../local/testing/stack.ts'
import { SearchAnswer } from '../../../shared/contracts/article.ts'
import { createEmbedder } from '../_shared/embeddings.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { enqueueIndexing } from '../_shared/jobs-index.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createKnowledge } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const ENV = { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'http://openai.test/v1' }
const background: Promise<unknown>[] = []
let stack: TestStack
let app: ReturnType<typeof createKnowledge>
const tokens = new Map<string, string>()

beforeAll(async () => {
  Object.assign(globalThis, { EdgeRuntime: { waitUntil: (work: Promise<unknown>) => background.push(work) } })
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', 'http://c.test', 1), ('Other', 'http://c.test', 2)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@shop.test', 'admin'), (1, 2, 'Ben', 'ben@shop.test', 'agent'), (2, 1, 'Zoe', 'zoe@other.test', 'admin')`)
  for (const who of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test', 'stranger@example.com']) tokens.set(who.split('@')[0] ?? '', (await stack.userClient(who)).token)
  app = createKnowledge(stack.env, { embedder: null })
}, 60_000)
beforeEach(async () => void await stack.sql('truncate public.articles, public.model_calls, public.jobs cascade'))
afterEach(async () => {
  for (const name of [...Object.keys(ENV), 'OPENAI_EMBEDDING_MODEL', 'OPENAI_EMBEDDING_PRICE']) delete process.env[name]
  await settled()
})
afterAll(async () => stack.stop())

function article(over: Partial<ArticleInput> = {}): ArticleInput {
  return { title: 'Returns', body: 'Send it back within 30 days.', language: 'en', status: 'published', url: null, questions: [], ...over }
}

describe('articles', () => {
  it('are written by admins, read by agents, and found by what customers asked', async () => {
    const created = await create(article({ questions: ['My zipper broke, what now?'] }))
    expect(created).toMatchObject({ slug: 'returns', title: 'Returns', status: 'published' })
    expect(await find('a broken zipper', { who: 'ben' })).toMatchObject([{ id: created.id, sentence: 'Send it back within 30 days.' }])
    expect(await (await ask('GET', `articles/${created.id}`, { who: 'ben' })).json()).toEqual(created)
  })

  it('get an address each, whatever their title', async () => {
    const slugs = [await create(article()), await create(article()), await create(article({ title: '¿Qué?' })), await create(article({ title: '返品' }))]
    expect(slugs.map(({ slug }) => slug)).toEqual(['returns', 'returns-2', 'que', 'article'])
  })

  it('keep what they were before each edit, for admins to see', async () => {
    const { id, updatedAt } = await create(article())
    const edited = await (await put(id, { ...article({ body: 'Within 60 days.' }), updatedAt })).json()
    expect(edited).toMatchObject({ body: 'Within 60 days.' })
    const versions = async (who: string) => (await (await stack.userClient(who)).client.from('article_versions').select('version, body')).data
    expect([await versions('ada@shop.test'), await versions('ben@shop.test')]).toEqual([[{ version: 1, body: 'Send it back within 30 days.' }], []])
    expect(await find('60 days')).toMatchObject([{ sentence: 'Within 60 days.' }])
    expect(await stack.sql('select text from public.article_chunks')).toEqual([{ text: 'Returns\nWithin 60 days.' }])
  })

  it('are changed by one of two editors, and the other is told', async () => {
    const { id, updatedAt } = await create(article())
    const answers = await Promise.all(['One', 'Two'].map(async body => put(id, { ...article({ body }), updatedAt })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = await put(id, { ...article({ body: 'Three' }), updatedAt })
    expect(await problem(late)).toEqual([409, 'article_changed'])
    expect(await stack.sql('select version from public.articles')).toEqual([{ version: 2 }])
  })

  it('that are still being written are nobody\'s but the admins\', nor are their passages and words', async () => {
    const { id } = await create(article({ status: 'draft', title: 'Secret sale' }))
    await settled()
    const { client: ben } = await stack.userClient('ben@shop.test')
    const { client: ada } = await stack.userClient('ada@shop.test')
    for (const table of ['articles', 'article_chunks', 'article_terms']) {
      expect((await ben.from(table).select()).data, table).toEqual([])
      expect((await ada.from(table).select()).data?.length, table).toBeGreaterThan(0)
    }
    expect(await problem(await ask('GET', `articles/${id}`, { who: 'ben' }))).toEqual([404, 'article_not_found'])
    expect([await find('secret sale', { who: 'ben' }), await find('secret sale', { who: 'ada' })]).toEqual([[], []])
    expect((await (await ask('GET', 'articles', { who: 'ben' })).json()).articles).toEqual([])
  })

  it('hold text that Postgres cannot store as it came', async () => {
    expect(await create(article({ title: 'Nul\u0000 here', body: 'half \uD83D', questions: ['a\u0000b'] })))
      .toMatchObject({ title: 'Nul here', body: 'half \uFFFD', questions: ['ab'] })
  })

  it('hold hostile text as text', async () => {
    const body = '<script>alert(1)</script> [x](javascript:alert(1)) ![](http://evil) {{ contact.email }} \'; drop table articles; --'
    await create(article({ body }))
    const [hit] = await find('alert evil')
    expect(hit?.sentence).not.toMatch(/<script>|javascript:/)
  })

  it.each([
    ['an agent', 'ben', 1, [403, 'forbidden']],
    ['a stranger', 'stranger', 1, [404, 'account_not_found']],
    ['an admin of another account', 'zoe', 1, [404, 'account_not_found']],
    ['nobody', null, 1, [401, 'not_signed_in']],
  ] as const)('are not written by %s', async (_, who, accountId, refusal) => {
    const { id } = await create(article())
    expect(await problem(await ask('POST', 'articles', { who, accountId, body: article() }))).toEqual(refusal)
    expect(await problem(await ask('PUT', `articles/${id}`, { who, accountId, body: article() }))).toEqual(refusal)
  })

  it('of another account do not exist', async () => {
    const { id } = await create(article())
    expect(await problem(await ask('GET', `articles/${id}`, { who: 'zoe', accountId: 2 }))).toEqual([404, 'article_not_found'])
    expect(await problem(await ask('PUT', `articles/${id}`, { who: 'zoe', accountId: 2, body: article() }))).toEqual([404, 'article_not_found'])
    expect(await find('returns', { who: 'zoe', accountId: 2 })).toEqual([])
  })

  it.each([
    ['broken JSON', '{"title": "Re', 400, 'invalid_request'],
    ['no title', JSON.stringify(article({ title: '  ' })), 400, 'invalid_request'],
    ['a title of NUL', JSON.stringify(article({ title: '\u0000' })), 400, 'invalid_request'],
    ['an unknown language', JSON.stringify({ ...article(), language: 'de' }), 400, 'invalid_request'],
    ['a link that runs', JSON.stringify(article({ url: 'javascript:alert(1)' })), 400, 'invalid_request'],
    ['five megabytes', JSON.stringify(article({ body: 'x'.repeat(5 * 1024 * 1024) })), 413, 'body_too_large'],
  ] as const)('are refused with %s', async (_, body, status, code) => {
    expect(await problem(await ask('POST', 'articles', { body }))).toEqual([status, code])
  })
})

describe('import', () => {
  const load = async (articles: unknown, { accountId = 1, apikey = stack.keys.secret } = {}) =>
    app.request(`/knowledge/${accountId}/import`, { method: 'POST', headers: { apikey }, body: JSON.stringify({ articles }) })

  it('writes each slug once, however often it is asked', async () => {
    const articles = ['a', 'b'].map(slug => ({ ...article({ title: slug }), slug }))
    expect(await (await load([...articles, articles[0]])).json()).toEqual({ imported: 2 })
    expect(await (await load(articles)).json()).toEqual({ imported: 0 })
    await settled()
    expect(await stack.sql('select count(*)::int as passages from public.article_chunks')).toEqual([{ passages: 2 }])
  })

  it('is for the secret key, an account that exists and articles that can be read', async () => {
    expect(await problem(await load([], { apikey: stack.keys.publishable }))).toEqual([401, 'not_signed_in'])
    expect(await problem(await load([{ ...article(), slug: 'a' }], { accountId: 99 }))).toEqual([404, 'account_not_found'])
    expect(await problem(await load([{ slug: 'a' }]))).toEqual([400, 'invalid_request'])
  })
})

describe('search', () => {
  it('takes whatever a customer may have written', async () => {
    await create(article())
    for (const q of ['', '   ', '\u0000', '\uD83D', '\' or 1=1 --', '%_&|!():*<->', 'return '.repeat(1_400), '返品したい', '<b>returns</b>']) {
      expect((await ask('GET', `search?q=${encodeURIComponent(q.toWellFormed())}`)).status, q.slice(0, 20)).toBe(200)
    }
    expect(await find('how do I return it, please, and where to?')).toHaveLength(1)
  })

  it.each(['search?limit=0', 'search?limit=1000', 'search?language=de', `search?q=${'x'.repeat(10_001)}`])('refuses %.20s', async (path) => {
    expect(await problem(await ask('GET', path))).toEqual([400, 'invalid_request'])
  })

  it.each([['stranger', [404, 'account_not_found']], ['zoe', [404, 'account_not_found']], [null, [401, 'not_signed_in']]] as const)('is not for %s', async (who, refusal) => {
    expect(await problem(await ask('GET', 'search?q=returns', { who }))).toEqual(refusal)
  })
})

describe('search by meaning', () => {
  it('finds what shares no stem with the question, and writes down what it cost', async () => {
    process.env.OPENAI_EMBEDDING_PRICE = '20'
    const { embedder } = provider()
    app = createKnowledge(stack.env, { embedder })
    await create(article({ title: 'Zurbanita', body: 'Zurbanita' }))
    await settled()
    expect(await stack.sql('select model, dimensions, extensions.vector_dims(embedding) as dims from public.article_chunks'))
      .toEqual([{ model: 'text-embedding-3-small:512', dimensions: 512, dims: 512 }])
    expect(await find('zurbaxyzwq')).toHaveLength(1)
    await settled()
    expect(await stack.sql('select distinct purpose, outcome, cost_micros = input_tokens * 20 as is_priced, input_tokens > 0 as is_counted from public.model_calls'))
      .toEqual([{ purpose: 'embedding', outcome: 'used', is_priced: true, is_counted: true }])
    app = createKnowledge(stack.env, { embedder: null })
    expect(await find('zurbaxyzwq')).toEqual([])
  })

  it('tells the provider no address and no number', async () => {
    const { embedder, seen } = provider()
    app = createKnowledge(stack.env, { embedder })
    await find('maya@example.com +1 503 555 0114 asks for returns')
    expect(seen.join()).toContain('asks for returns')
    expect(seen.join()).not.toMatch(/maya@|555/)
    app = createKnowledge(stack.env, { embedder: null })
  })

  it.each([
    ['is down', { status: 500 }],
    ['answers with too few numbers', { dimensions: 3 }],
    ['answers in HTML', { body: '<html>' }],
  ])('goes by words while the provider %s, and asks it not again for a while', async (_, broken) => {
    await create(article())
    const { embedder, seen } = provider(broken)
    app = createKnowledge(stack.env, { embedder })
    for (let n = 0; n < 3; n++) expect(await find('returns')).toHaveLength(1)
    expect(seen).toHaveLength(1)
    app = createKnowledge(stack.env, { embedder: null })
  })

  it('computes anew what another model computed, what a failure left, and what a crash lost', async () => {
    for (const title of ['One', 'Two', 'Three']) await create(article({ title }))
    await settled()
    const work = { admin: stack.adminClient(), now: Date.now, fetch: provider().fetch }
    const index = async () => {
      await enqueueIndexing(work, createEmbedder({ fetch: work.fetch }))
      return runDueJobs(JOB_HANDLERS, work)
    }
    const models = async () => (await stack.sql<{ model: string, passages: number }>('select model, count(*)::int as passages from public.article_chunks group by model'))

    expect(await models()).toEqual([{ model: null, passages: 3 }])
    expect([await index(), await models()]).toEqual([1, [{ model: 'text-embedding-3-small:512', passages: 3 }]])
    expect(await index()).toBe(0)

    process.env.OPENAI_EMBEDDING_MODEL = 'nomic-embed-text'
    await stack.sql(`delete from public.article_chunks where text like 'Two%'`)
    expect([await index(), await models()]).toEqual([1, [{ model: 'nomic-embed-text', passages: 3 }]])
    expect(await stack.sql('select distinct dimensions from public.article_chunks')).toEqual([{ dimensions: 384 }])
  })

  it('asks a provider that fails for good once a day', async () => {
    await create(article())
    await settled()
    let now = Date.now()
    const { fetch, seen } = provider({ status: 400 })
    const work = { admin: stack.adminClient(), now: () => now, fetch }
    for (let hour = 0; hour < 20; hour++, now += 3_600_000) {
      await enqueueIndexing(work, createEmbedder({ fetch }))
      await runDueJobs(JOB_HANDLERS, work)
    }
    expect(seen.length).toBe(8)
    expect(await stack.sql('select count(*)::int as dead, min(last_error) as why from public.jobs where dead_at is not null')).toEqual([{ dead: 1, why: expect.stringContaining('model_unavailable') }])
  })

  it('keeps no vector of a text that changed while it was computed', async () => {
    const { id } = await create(article())
    await settled()
    const stored = await stack.adminClient().rpc('store_embeddings', {
      p_account_id: 1,
      p_model: 'm',
      p_rows: [{ article_id: id, position: 0, text: 'Returns\nAn older text', embedding: '[1,2]' }],
    })
    expect(stored.data).toBe(0)
    const late = await stack.adminClient().rpc('store_passages', { p_account_id: 1, p_article_id: id, p_updated_at: '2020-01-01T00:00:00Z', p_texts: ['old'] })
    expect(late.data).toBe(false)
  })
})

/** The vectors of the stand-in at a real address, or a provider that is broken so. */
function provider({ status, body, dimensions }: { status?: number, body?: string, dimensions?: number } = {}) {
  Object.assign(process.env, ENV)
  const standIn = createOpenAiStandIn()
  const seen: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const asked = await request.clone().json()
    seen.push(JSON.stringify(asked))
    if (status) return Response.json({ error: { message: 'no' } }, { status })
    if (body) return new Response(body, { headers: { 'content-type': 'text/html' } })
    return standIn.fetch(dimensions ? new Request(request, { body: JSON.stringify({ ...asked, dimensions }) }) : request)
  }
  const embedder: Embedder | null = createEmbedder({ fetch })
  return { embedder, seen, fetch }
}

interface Asking { who?: string | null, accountId?: number, body?: unknown }
async function ask(method: string, path: string, { who = 'ada', accountId = 1, body }: Asking = {}) {
  return app.request(`/knowledge/${accountId}/${path}`, {
    method,
    headers: who ? { authorization: `Bearer ${tokens.get(who)}` } : {},
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}
async function create(input: ArticleInput): Promise<Article> {
  return (await ask('POST', 'articles', { body: input })).json()
}
async function put(id: number, body: unknown) {
  const answer = await ask('PUT', `articles/${id}`, { body })
  await settled()
  return answer
}
async function find(q: string, { who = 'ada', accountId = 1 }: Asking = {}) {
  return SearchAnswer.parse(await (await ask('GET', `search?q=${encodeURIComponent(q)}`, { who, accountId })).json()).hits
}
async function problem(answer: Response) {
  return [answer.status, (await answer.json()).code]
}
async function settled() {
  while (background.length > 0) await background.shift()
}
