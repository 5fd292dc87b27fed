// @vitest-environment happy-dom
import type { RoutingSettings } from '#shared/contracts/routing-settings'
import { DEFAULT_ROUTING_POLICY } from '#shared/contracts/routing'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server, settle } from '../testing'

const PERSON = { availability: 'online' as const, load: 2, typicalResponseSeconds: null, isRouted: true, capacity: 10, languages: [], shift: null }
let settings: RoutingSettings

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  settings = {
    version: 4,
    policy: DEFAULT_ROUTING_POLICY,
    people: [
      { ...PERSON, agentId: 1, name: 'Ada', skills: [{ skill: 'technical', level: 2 }] },
      { ...PERSON, agentId: 2, name: 'Ben', skills: [] },
    ],
    inboxes: [
      { inboxId: 1, name: 'Shop', isEnabled: false, isAutoAssigned: false, members: 2, waiting: 0, refused: 0 },
      { inboxId: 2, name: 'Mail', isEnabled: true, isAutoAssigned: true, members: 1, waiting: 3, refused: 1 },
    ],
  }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${FUNCTIONS}/routing/7/settings`, () => HttpResponse.json(settings)),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openRouting() {
  const opened = await openSettings()
  await opened.press('Routing')
  return opened
}

describe('routing', () => {
  it('is switched on per inbox, and says where Chatwoot assigns already, what waits and what was refused', async () => {
    const sent: unknown[] = []
    server.use(http.put(`${FUNCTIONS}/routing/7/settings`, async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ ...settings, version: 5 })
    }))
    const { page, press, field } = await openRouting()
    expect(page.text()).toContain('Chatwoot assigns here by itself')
    expect(page.text()).toContain('3 conversations found nobody yet')
    expect(page.text()).toContain('Chatwoot refused to assign 1 conversation')
    await field('Shop').setValue(true)
    await page.get('[aria-label="technical, level of Ben"]').setValue('3')
    await press('Save')
    expect(sent).toMatchObject([{
      version: 4,
      inboxes: [{ inboxId: 1, isEnabled: true }, { inboxId: 2, isEnabled: true }],
      people: [{ agentId: 1 }, { agentId: 2, skills: [{ skill: 'technical', level: 3 }] }],
    }])
  })

  it('keeps hours that make no sense from being saved', async () => {
    const { page, button, field } = await openRouting()
    await field('Works only in these hours').setValue(true)
    expect(button('Save')?.attributes('disabled')).toBeUndefined()
    await page.get('input[type="time"]').setValue('18:00')
    await settle()
    expect(button('Save')?.attributes('disabled')).toBeDefined()
  })

  it('says that somebody else saved meanwhile, and keeps the draft', async () => {
    server.use(http.put(`${FUNCTIONS}/routing/7/settings`, () => HttpResponse.json({ code: 'routing_changed', status: 409 }, { status: 409 })))
    const { page, press, field } = await openRouting()
    await field('Shop').setValue(true)
    await press('Save')
    expect(page.text()).toContain('Somebody saved the routing meanwhile')
    expect(field('Shop').element.checked).toBe(true)
  })

  it('tells who would get a real conversation under the draft, and why', async () => {
    const asked: unknown[] = []
    server.use(http.post(`${FUNCTIONS}/routing/7/rehearsals`, async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({
        contactName: 'Maya',
        category: null,
        language: 'en',
        isVip: false,
        assigneeName: null,
        decision: {
          outcome: 'chosen',
          version: 'routing-1',
          agentId: 1,
          name: 'Ada',
          reasons: [{ kind: 'skill', skill: 'technical', level: 2, needed: 2 }, { kind: 'load', load: 2, capacity: 10 }],
          candidates: [],
        },
      })
    }))
    const { page, press, field } = await openRouting()
    await page.get('[aria-label="Ada takes part in routing"]').setValue(false)
    await field('Number of the conversation').setValue('12')
    await press('Who would get this?')
    expect(asked).toMatchObject([{ conversationId: 12, draft: { people: [{ isRouted: false }, { isRouted: true }] } }])
    expect(page.text()).toContain('Ada would get it')
    expect(page.text()).toContain('level 2 in technical')
    expect(page.text()).toContain('2 of 10 slots taken before')
  })
})
