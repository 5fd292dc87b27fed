import type { TestStack } from '../testing/stack.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

interface Written { slug: string, title: string, body?: string, questions?: string[], language?: string, status?: string, account?: number }

let stack: TestStack
let acme: number
let globex: number

beforeAll(async () => {
  stack = await startTestStack()
  const made = await stack.sql<{ id: number }>(`
    with made as (
      insert into public.accounts (name, chatwoot_url, chatwoot_account_id)
      values ('Acme', 'https://a.example', 1), ('Globex', 'https://b.example', 1) returning id, name
    )
    insert into public.agents (account_id, chatwoot_user_id, name, email, role)
    select id, 1, name, lower(name) || '@example.com', 'agent' from made order by name returning account_id::int as id`)
  acme = made[0]!.id
  globex = made[1]!.id
}, 60_000)
beforeEach(async () => void await stack.sql('delete from public.articles'))
afterAll(async () => stack.stop())

describe('search_articles', () => {
  it('finds an article by any of the words, best first', async () => {
    await write(
      { slug: 'returns', title: 'Return an order', body: 'Send the parcel back within thirty days.' },
      { slug: 'shipping', title: 'Shipping times', body: 'A parcel takes three days. Returns take longer.' },
      { slug: 'stoves', title: 'Clean a stove', body: 'Let it cool first.' },
    )
    expect(await find('how do I return my parcel please')).toEqual(['returns', 'shipping'])
  })

  it('finds by what customers asked before, in their language, without accents', async () => {
    await write(
      { slug: 'suivi', title: 'Suivre un colis', body: 'Le numéro est dans le courriel.', questions: ['Où est ma commande ?'], language: 'fr' },
      { slug: 'taille', title: 'Guide des tailles', body: 'Mesurez le tour.', language: 'fr' },
    )
    expect(await find('ou est passee ma commande', { p_language: 'fr' })).toEqual(['suivi'])
  })

  it('reads through a typing error, but takes no number for one', async () => {
    await write({ slug: 'warranty', title: 'Warranty', body: 'Two years on every stove. Reference 4821940.' })
    expect(await find('waranty')).toEqual(['warranty'])
    expect(await find('4821941')).toEqual([])
  })

  it('weighs what the question repeats', async () => {
    await write({ slug: 'card', title: 'Card' }, { slug: 'refund', title: 'Refund' })
    expect((await find('card, refund: my refund did not come'))[0]).toBe('refund')
  })

  it('still finds the rare word of a long question in a large account', async () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ slug: `a${index}`, title: 'Parcel order help', body: 'Customer question about payment and delivery, explained.' }))
    await write(...many, { slug: 'valve', title: 'Valve of the stove' })
    const found = await find('parcel order help customer question payment delivery explained about the valve of it')
    expect(found[0]).toBe('valve')
  })

  it('adds meaning to words where vectors of the asked model exist', async () => {
    await write({ slug: 'words', title: 'Parcel lost' }, { slug: 'both', title: 'Parcel gone' }, { slug: 'meaning', title: 'Tracking' }, { slug: 'far', title: 'Stove' })
    await stack.sql(`
      insert into public.article_chunks (article_id, position, account_id, text, embedding, model, dimensions)
      select a.id, 0, a.account_id, a.title, v.embedding::extensions.vector, v.model, 2 from public.articles a
      join (values ('both', '[1,0]', 'm'), ('meaning', '[0.8,0.6]', 'm'), ('far', '[0,1]', 'm'), ('words', '[1,0]', 'another')) as v (slug, embedding, model) using (slug)`)
    expect(await find('parcel', { p_embedding: '[1,0]', p_model: 'm' })).toEqual(['both', 'words', 'meaning'])
  })

  it('shows members their account\'s published articles, strangers and other accounts nothing', async () => {
    await write({ slug: 'ours', title: 'Parcel' }, { slug: 'draft', title: 'Parcel', status: 'draft' }, { slug: 'theirs', title: 'Parcel', account: globex })
    expect(await find('parcel')).toEqual(['ours'])
    expect(await find('parcel', {}, 'globex@example.com')).toEqual([])
    expect(await find('parcel', {}, 'stranger@example.com')).toEqual([])
    const { error } = await stack.anonymousClient().rpc('search_articles', { p_account_id: acme, p_query: 'parcel' })
    expect(error?.code).toBe('42501')
  })
})

describe('article_words', () => {
  it('counts the articles of each word through writing, editing and deleting', async () => {
    await write({ slug: 'one', title: 'Parcel' }, { slug: 'two', title: 'Parcel stove' })
    expect(await words()).toEqual({ parcel: 2, stove: 1 })
    await stack.sql(`update public.articles set title = 'Tent' where slug = 'two'`)
    expect(await words()).toEqual({ parcel: 1, tent: 1 })
    await stack.sql(`update public.articles set language = 'es' where slug = 'two'`)
    await stack.sql(`delete from public.articles where slug = 'one'`)
    expect(await words()).toEqual({ tent: 1 })
  })

  it('is closed to members, strangers and who is not signed in', async () => {
    await write({ slug: 'one', title: 'Parcel' })
    const [member, stranger] = await Promise.all(['acme@example.com', 'stranger@example.com'].map(async email => (await stack.userClient(email)).client))
    for (const client of [member!, stranger!, stack.anonymousClient()]) expect((await client.from('article_words').select()).error?.code).toBe('42501')
  })
})

async function write(...articles: Written[]) {
  const rows = articles.map(({ account = acme, body = '', questions = [], language = 'en', status = 'published', ...row }) =>
    ({ ...row, account_id: account, body, questions, language, status }))
  const { error } = await stack.adminClient().from('articles').insert(rows)
  expect(error).toBeNull()
}

async function find(text: string, asked: object = {}, email = 'acme@example.com'): Promise<string[]> {
  const { client, userId } = await stack.userClient(email)
  await stack.sql('update public.agents set user_id = $1 where email = $2', [userId, email])
  const { data, error } = await client.rpc('search_articles', { p_account_id: acme, p_query: text, ...asked })
  expect(error).toBeNull()
  const ids: number[] = data.map(({ id }: { id: number }) => id)
  const slugs = await stack.sql<{ slug: string }>('select slug from unnest($1::bigint[]) with ordinality as f (id, n) join public.articles using (id) order by n', [ids])
  return slugs.map(({ slug }) => slug)
}

async function words(): Promise<Record<string, number>> {
  const rows = await stack.sql<{ term: string, articles: number }>('select term, articles from public.article_words order by term')
  return Object.fromEntries(rows.map(({ term, articles }) => [term, articles]))
}
