// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server, settle } from '../testing'

const ADA = { id: 1, name: 'Ada Lowe', email: 'ada@shop.example', role: 'admin', role_source: 'chatwoot', availability: 'online' }
const BEN = { id: 2, name: 'Ben Ortiz', email: 'ben@shop.example', role: 'agent', role_source: 'chatwoot', availability: 'busy' }
let agents = [ADA, BEN]

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  agents = [ADA, BEN]
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${REST}/agents`, ({ request }) => {
      const { searchParams } = new URL(request.url)
      const isScoped = searchParams.get('account_id') === 'eq.7' && searchParams.get('removed_at') === 'is.null'
      return HttpResponse.json(isScoped ? agents : [])
    }),
    http.get(`${REST}/teams`, () => HttpResponse.json([{ team_id: 4, name: 'Returns' }])),
    http.get(`${REST}/team_members`, () => HttpResponse.json([{ team_id: 4, agent_id: 2 }])),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openPeople() {
  const settings = await openSettings()
  await settings.press('People')
  return settings
}

describe('people', () => {
  it('get the role an admin gives them', async () => {
    server.use(http.patch(`${REST}/agents`, async ({ request }) => {
      expect(new URL(request.url).searchParams.get('id')).toBe('eq.2')
      expect(await request.json()).toEqual({ role: 'supervisor', role_source: 'pitwall' })
      agents = [ADA, { ...BEN, role: 'supervisor', role_source: 'pitwall' }]
      return HttpResponse.json([{ id: 2, role: 'supervisor' }])
    }))
    const { page } = await openPeople()
    expect(page.text()).toContain('Teams: Returns')
    await page.get('[aria-label="Role of Ben Ortiz"]').setValue('supervisor')
    await settle()
    expect(page.get<HTMLSelectElement>('[aria-label="Role of Ben Ortiz"]').element.value).toBe('supervisor')
    expect(page.text()).toContain('Role given here')
  })

  it('keep the last admin, and say what to do first', async () => {
    server.use(http.patch(`${REST}/agents`, () => HttpResponse.json(
      { code: 'PT409', hint: 'last_admin', message: 'The last admin of an account stays one', details: null },
      { status: 409 },
    )))
    const { page } = await openPeople()
    await page.get('[aria-label="Role of Ada Lowe"]').setValue('agent')
    await settle()
    expect(page.get('[role="alert"]').text()).toContain('Ada Lowe keeps the role')
    expect(page.get('[role="alert"]').text()).toContain('Make somebody else an admin first.')
    expect(page.get<HTMLSelectElement>('[aria-label="Role of Ada Lowe"]').element.value).toBe('admin')
  })

  it('say when a change reached no row, because the admin is none any more', async () => {
    server.use(http.patch(`${REST}/agents`, () => HttpResponse.json([])))
    const { page } = await openPeople()
    await page.get('[aria-label="Role of Ben Ortiz"]').setValue('admin')
    await settle()
    expect(page.get('[role="alert"]').text()).toContain('You may not do this')
  })

  it('are synced on demand, and failures have words', async () => {
    server.use(http.post(`${FUNCTIONS}/setup/7/sync`, () => {
      agents = [ADA]
      return HttpResponse.json({ syncedAt: Date.UTC(2026, 10, 24, 9) })
    }, { once: true }))
    const { page, press } = await openPeople()
    await press('Sync now')
    expect(page.get('[role="status"]').text()).toContain('1 person')
    expect(page.text()).not.toContain('Ben Ortiz')
    server.use(http.post(`${FUNCTIONS}/setup/7/sync`, () => HttpResponse.json({ code: 'chatwoot_unreachable' }, { status: 502 })))
    await press('Sync now')
    expect(page.get('[role="alert"]').text()).toContain('The people could not be synced')
  })

  it('who are agents see themselves and no controls', async () => {
    const { page } = await openSettings('agent')
    await settle()
    expect(page.text()).toContain('Ada Lowe')
    expect(page.text()).not.toContain('Ben Ortiz')
    expect(page.text()).toContain('Most settings belong to your admins')
    expect(page.findAll('button, select, input, nav')).toHaveLength(0)
  })
})
