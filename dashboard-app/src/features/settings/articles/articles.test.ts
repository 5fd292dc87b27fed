// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server } from '../testing'

const RETURNS = {
  id: 11,
  slug: 'returns',
  title: 'How returns work',
  body: 'Send it back within **30 days**.',
  language: 'en',
  status: 'draft',
  url: null,
  questions: ['Can I send it back?'],
  updatedAt: '2026-11-20T08:00:00+00:00',
}
const LIVRAISON = { ...RETURNS, id: 12, title: 'Délais de livraison', language: 'fr', status: 'published', body: 'Sous 3 jours.', questions: [] }
const ARTICLES = `${FUNCTIONS}/knowledge/7/articles`
let sent: unknown[] = []

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  sent = []
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(ARTICLES, () => HttpResponse.json({ articles: [LIVRAISON, RETURNS] })),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openArticles() {
  const settings = await openSettings()
  await settings.press('Articles')
  return settings
}
async function openReturns() {
  const settings = await openArticles()
  await settings.page.findAll('li button').find(row => row.text().includes('How returns work'))?.trigger('click')
  return settings
}

describe('articles', () => {
  it('are found by language, status and text, past questions among it', async () => {
    const { page, field } = await openArticles()
    await field('Language').setValue('fr')
    expect(page.findAll('li .title').map(title => title.text())).toEqual(['Délais de livraison'])
    await field('Status').setValue('draft')
    expect(page.text()).toContain('No article fits these filters.')
    await field('Language').setValue('')
    await field('Search in articles').setValue('SEND back?')
    expect(page.findAll('li .title').map(title => title.text())).toEqual(['How returns work'])
  })

  it('are published by one button, with what customers asked line by line', async () => {
    server.use(http.put(`${ARTICLES}/11`, async ({ request }) => {
      const body: unknown = await request.json()
      sent.push(body)
      return HttpResponse.json({ ...RETURNS, status: 'published', questions: ['Can I send it back?', 'Is it too late?'], updatedAt: '2026-11-24T08:00:00+00:00' })
    }))
    const { page, press, field, button } = await openReturns()
    await field('Past customer questions, one per line').setValue('Can I send it back?\n\n  Is it too late?  ')
    await press('Publish')
    expect(sent).toEqual([{
      title: RETURNS.title,
      body: RETURNS.body,
      language: 'en',
      status: 'published',
      url: null,
      questions: ['Can I send it back?', 'Is it too late?'],
      updatedAt: RETURNS.updatedAt,
    }])
    expect(page.text()).toContain('Saved')
    expect(button('Unpublish')).toBeDefined()
  })

  it('say at the field what keeps them from being saved', async () => {
    const { page, press, field } = await openArticles()
    await press('New article')
    await field('Link to the public page').setValue('javascript:alert(1)')
    await press('Publish')
    expect(page.findAll('[role="alert"]').map(alert => alert.text())).toEqual([
      'An article needs a title.',
      'Enter a whole address that begins with https:// or http://',
      'An article without text cannot be published.',
    ])
    expect(document.activeElement).toBe(field('Title').element)
  })

  it('keep both versions when two people save, and let the admin choose', async () => {
    server.use(http.put(`${ARTICLES}/11`, async ({ request }) => {
      const body: unknown = await request.json()
      sent.push(body)
      const isForced = typeof body === 'object' && body !== null && !('updatedAt' in body)
      return isForced ? HttpResponse.json({ ...RETURNS, title: 'Mine' }) : HttpResponse.json({ code: 'article_changed' }, { status: 409 })
    }))
    const { page, press, field } = await openReturns()
    await field('Title').setValue('Mine')
    await page.get('form').trigger('submit')
    await expect.poll(() => page.text()).toContain('Somebody else saved this article meanwhile')
    expect(field('Title').element.value).toBe('Mine')
    await press('Save mine')
    expect(page.text()).not.toContain('Somebody else')
    expect(sent).toHaveLength(2)
  })

  it('are not left with unsaved changes without a question', async () => {
    const { page, press, field } = await openReturns()
    await field('Title').setValue('Half a tit')
    await press('All articles')
    expect(page.get('dialog').text()).toContain('Leave without saving?')
    await press('Keep writing')
    expect(field('Title').element.value).toBe('Half a tit')
    await press('Connections')
    expect(page.get('nav').text()).toContain('unsaved changes')
    await page.findAll('nav button').find(one => one.text().startsWith('Articles'))?.trigger('click')
    expect(field('Title').element.value).toBe('Half a tit')
    await press('All articles')
    await press('Discard the changes')
    expect(page.text()).toContain('2 articles')
  })
})
