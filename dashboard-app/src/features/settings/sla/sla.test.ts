// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server } from '../testing'

const VIP = {
  id: 1,
  name: 'VIP',
  position: 1,
  target_seconds: 300,
  next_target_seconds: 900,
  resolution_target_seconds: null,
  conditions: [{ on: 'customer_tag', anyOf: ['vip', 'gold'] }, { on: 'lifetime_value', atLeastMinor: 200_000 }],
  is_enabled: true,
}
const ORDERS = { ...VIP, id: 2, name: 'Order issues', position: 2, target_seconds: 900, conditions: [{ on: 'category', anyOf: ['order_status'] }] }
const GENERAL = { ...VIP, id: 3, name: 'General', position: 3, target_seconds: 3600, conditions: [{ on: 'always' }] }
const WEEKDAY = { weekday: 1, fromMinute: 540, toMinute: 1020 }
interface Write { method: string, id: string | null, body: unknown }
let tiers: unknown[] = []
let writes: Write[] = []

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  tiers = [GENERAL, VIP, ORDERS]
  writes = []
  const note = async (request: Request) => {
    const body: unknown = request.method === 'DELETE' ? null : await request.json()
    writes.push({ method: request.method, id: new URL(request.url).searchParams.get('id'), body })
    return HttpResponse.json([{ id: 9, account_id: 7 }])
  }
  server.use(
    http.get(`${FUNCTIONS}/sla/7/channels`, () => HttpResponse.json({ hasMail: true, hasSlack: false })),
    http.get(`${REST}/accounts`, () => HttpResponse.json([{ alarms_slack: true, alarms_raise_priority: false }])),
    http.get(`${REST}/agents`, () => HttpResponse.json([{ name: 'Ada' }, { name: 'Cleo' }])),
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${REST}/sla_tiers`, () => HttpResponse.json(tiers)),
    http.get(`${REST}/business_calendars`, () => HttpResponse.json([{ time_zone: 'Europe/Paris', blocks: [WEEKDAY], holidays: ['2026-12-25'] }])),
    http.get(`${REST}/inboxes`, () => HttpResponse.json([{ inbox_id: 5, name: 'Shop chat' }])),
    http.patch(`${REST}/*`, async ({ request }) => note(request)),
    http.post(`${REST}/*`, async ({ request }) => note(request)),
    http.delete(`${REST}/*`, async ({ request }) => note(request)),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openSla() {
  const settings = await openSettings()
  await settings.press('SLA and hours')
  return settings
}

describe('the SLA tiers', () => {
  it('read as sentences, in the order in which they are tried', async () => {
    const { page } = await openSla()
    const [vip, orders, general] = page.findAll('.tier').map(tier => tier.text())
    expect(vip).toContain('1. VIP')
    expect(vip).toContain('First reply within 5 minutes · next reply within 15 minutes')
    expect(vip).toContain('The customer has the tag vip or gold')
    expect(vip).toContain('The customer has spent at least 2,000 in the shop\'s currency')
    expect(orders).toContain('The conversation is about order status')
    expect(general).toContain('First reply within 1 hour')
    expect(page.text()).toContain('A promise that is running keeps its tier and hours.')
  })

  it('take a new target from an admin, and only what changed is written', async () => {
    const { page, press, field } = await openSla()
    await press('Edit VIP')
    await field('First reply within (minutes)').setValue('10')
    expect(page.text()).toContain('You have unsaved changes')
    await page.get('form').trigger('submit')
    tiers = [{ ...VIP, target_seconds: 600 }, ORDERS, GENERAL]
    await expect.poll(() => page.text()).toContain('Saved')
    expect(writes).toEqual([{ method: 'PATCH', id: 'eq.1', body: expect.objectContaining({ name: 'VIP', target_seconds: 600, position: 1 }) }])
    expect(page.text()).toContain('First reply within 10 minutes')
  })

  it('promise nothing of a kind that is left empty, and not nothing at all', async () => {
    const { page, press, field } = await openSla()
    await press('Edit VIP')
    await field('Next reply within (minutes)').setValue('')
    await field('First reply within (minutes)').setValue('')
    await page.get('form').trigger('submit')
    await expect.poll(() => page.text()).toContain('Promise something, or remove the tier.')
    expect(writes).toEqual([])
    await field('Resolved within (minutes)').setValue('480')
    await page.get('form').trigger('submit')
    const body = expect.objectContaining({ target_seconds: null, next_target_seconds: null, resolution_target_seconds: 28_800 })
    await expect.poll(() => writes).toEqual([{ method: 'PATCH', id: 'eq.1', body }])
  })

  it('change places by buttons', async () => {
    const { page, press } = await openSla()
    await press('Move Order issues up')
    expect(page.findAll('.tier h3').map(title => title.text().slice(0, 6))).toEqual(['1. Ord', '2. VIP', '3. Gen'])
    await page.get('form').trigger('submit')
    await expect.poll(() => writes.map(({ id }) => id)).toEqual(['eq.2', 'eq.1'])
  })

  it('are refused with a message at the field, which gets the focus', async () => {
    const { page, press, field } = await openSla()
    await press('Edit General')
    await field('Name').setValue('  ')
    await page.get('form').trigger('submit')
    await expect.poll(() => page.find('[role="alert"]').exists()).toBe(true)
    expect(page.get('[role="alert"]').text()).toBe('A tier needs a name.')
    expect(document.activeElement).toBe(field('Name').element)
    expect(writes).toEqual([])
    await press('Undo changes')
    expect(page.text()).toContain('3. General')
  })

  it('are added once, even when the first answer was a refusal further on', async () => {
    const { page, press, field } = await openSla()
    await press('Add a tier')
    await field('Name').setValue('Returns')
    await field('Any of these').setValue('return, , return')
    await press('Edit VIP')
    await press('Remove VIP')
    server.use(http.delete(`${REST}/sla_tiers`, () => HttpResponse.json({ code: '42501', hint: null, message: 'no' }, { status: 403 }), { once: true }))
    await page.get('form').trigger('submit')
    tiers = [VIP, { ...ORDERS, position: 1 }, { ...GENERAL, position: 2 }, { ...VIP, id: 9, name: 'Returns', position: 3, target_seconds: 1800, conditions: [{ on: 'customer_tag', anyOf: ['return'] }] }]
    await expect.poll(() => page.text()).toContain('Not everything was saved')
    await page.get('form').trigger('submit')
    await expect.poll(() => writes.at(-1)).toEqual({ method: 'DELETE', id: 'in.(1)', body: null })
    const added = writes.filter(({ method }) => method === 'POST')
    expect(added.map(({ body }) => body)).toEqual([expect.objectContaining({ account_id: 7, name: 'Returns', conditions: [{ on: 'customer_tag', anyOf: ['return'] }] })])
  })

  it('warn when conversations are left without a promise', async () => {
    tiers = [VIP]
    const { page } = await openSla()
    expect(page.text()).toContain('No tier applies to every conversation')
  })
})

describe('the alarms', () => {
  it('say who is told and what is not set up, and keep each choice at once', async () => {
    const { page } = await openSla()
    await expect.poll(() => page.text()).toContain('Told today: Ada and Cleo.')
    expect(page.text()).toContain('No Slack address is set up.')
    expect(page.text()).toContain('Mail is set up.')
    const boxes = page.findAll<HTMLInputElement>('.alarms input')
    expect(boxes.map(({ element }) => element.checked)).toEqual([true, false])
    await boxes[1]?.trigger('change')
    await expect.poll(() => writes).toEqual([{ method: 'PATCH', id: 'eq.7', body: { alarms_raise_priority: true } }])
  })
})

describe('business hours', () => {
  it('take a second block and a holiday', async () => {
    const { page, press, field } = await openSla()
    await press('Add hours on Tuesday')
    await press('Add hours on Tuesday')
    await field('Date').setValue('2026-05-01')
    await press('Add the holiday')
    await page.get('form').trigger('submit')
    await expect.poll(() => writes).toEqual([{ method: 'PATCH', id: null, body: expect.objectContaining({
      time_zone: 'Europe/Paris',
      holidays: ['2026-05-01', '2026-12-25'],
      blocks: [WEEKDAY, { weekday: 2, fromMinute: 540, toMinute: 1020 }, { weekday: 2, fromMinute: 1020, toMinute: 1080 }],
    }) }])
  })

  it('refuse blocks that overlap', async () => {
    const { page, press } = await openSla()
    await press('Add hours on Monday')
    await page.get('[aria-label="Monday, block 2, opens at"]').setValue('16:00')
    await page.get('form').trigger('submit')
    await expect.poll(() => page.text()).toContain('Two blocks overlap.')
    expect(writes).toEqual([])
  })
})
