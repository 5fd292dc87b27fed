// @vitest-environment happy-dom
import type { Language } from '#shared/contracts/judgement'
import { ruleTemplates } from '#shared/rules/templates'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server, settle } from '../testing'

interface Write { method: string, id: string | null, body: unknown }
const ESCALATE = { id: 1, position: 1, is_enabled: true, definition: ruleTemplates('en', ['vip'], 4)[0] }
const TEAM = { id: 2, position: 2, is_enabled: false, definition: ruleTemplates('en', ['vip'], null)[1] }
const NEWER = { id: 3, position: 3, is_enabled: false, definition: { ...ESCALATE.definition, name: 'From tomorrow', conditions: [{ on: 'moon_phase' }] } }
const RUN = {
  id: 31,
  conversation_id: 12,
  contact_name: 'Maya',
  event: 'message_received',
  outcome: 'acted',
  reasons: [{ condition: { on: 'frustrated' }, verdict: 'held' }, { condition: { on: 'category', anyOf: ['order_status'] }, verdict: 'judge_off' }],
  effects: [{ action: { do: 'set_priority', priority: 'urgent' }, skipped: null, text: null }, { action: { do: 'add_labels', labels: ['hot'] }, skipped: 'already', text: null }],
  unreadable: null,
  ran_at: '2026-11-25T09:00:00Z',
  outside: [{ effect: 'priority', state: 'failed', code: 'chatwoot_refused' }],
  approvals: [],
  macros: [],
}
const MACRO = { id: 3, is_enabled: true, definition: {
  name: 'Where is it',
  description: '',
  suggestedFor: [],
  inputs: [{ type: 'text', name: 'reason', label: 'Reason', isRequired: true }],
  steps: [{ do: 'if', match: 'all', conditions: [{ on: 'unassigned' }], then: [{ do: 'send_message', texts: { en: 'Hi' } }], otherwise: [] }],
} }
let writes: Write[] = []
let rules: unknown[] = []

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  writes = []
  rules = [ESCALATE, TEAM, NEWER]
  const note = async (request: Request) => {
    const body: unknown = request.method === 'DELETE' ? null : await request.json()
    writes.push({ method: request.method, id: new URL(request.url).searchParams.get('id'), body })
    return HttpResponse.json([{ id: 9 }])
  }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${REST}/automation_rules`, () => HttpResponse.json(rules)),
    http.get(`${REST}/inboxes`, () => HttpResponse.json([{ id: 5, name: 'Shop chat', channel: 'Channel::WebWidget' }])),
    http.get(`${REST}/teams`, () => HttpResponse.json([{ id: 4, name: 'Workshop' }])),
    http.get(`${REST}/sla_tiers`, () => HttpResponse.json([{ id: 1, name: 'VIP' }])),
    http.get(`${REST}/chatwoot_macros`, () => HttpResponse.json([MACRO])),
    http.get(`${REST}/judge_settings`, () => HttpResponse.json([])),
    http.get(`${REST}/accounts`, () => HttpResponse.json([{ chatwoot_url: 'https://chat.example/', chatwoot_account_id: 3 }])),
    http.post(`${REST}/rpc/rule_log`, () => HttpResponse.json([RUN])),
    http.patch(`${REST}/automation_rules`, async ({ request }) => note(request)),
    http.post(`${REST}/automation_rules`, async ({ request }) => note(request)),
    http.delete(`${REST}/automation_rules`, async ({ request }) => note(request)),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openRules(language: Language = 'en', name = 'Rules') {
  const settings = await openSettings('admin', language)
  await settings.press(name)
  return settings
}

describe('rules', () => {
  it('read as sentences, in the order in which they are tried', async () => {
    const { page } = await openRules()
    const [escalate, team, newer] = page.findAll('.rule').map(rule => rule.text())
    expect(escalate).toContain('When a customer writes, if the customer sounds frustrated and the customer has the tag vip: set the priority to urgent and notify supervisors: “A frustrated VIP customer needs somebody now”.')
    expect(team).toContain('assign it to a team that is still to be chosen')
    expect(newer).toContain('cannot read “conditions.0.on” and refuses to run it')
  })

  it.each([['es', 'Reglas', 'si el cliente parece frustrado'], ['fr', 'Règles', 'si le client semble frustré']] as const)('read in %s too', async (language, name, words) => {
    const { page } = await openRules(language, name)
    expect(page.text()).toContain(words)
  })

  it('are switched by one switch, unless something is missing', async () => {
    const { page } = await openRules()
    const switches = page.findAll<HTMLInputElement>('[role="switch"]')
    expect(switches.map(one => one.element.disabled)).toEqual([false, true, true])
    await switches[0]?.trigger('change')
    await settle()
    expect(writes).toEqual([{ method: 'PATCH', id: 'eq.1', body: { is_enabled: false } }])
  })

  it('change places with their neighbours', async () => {
    const { press } = await openRules()
    await press('Move Frustrated VIP escalates down')
    expect(writes.map(({ id, body }) => [id, body])).toEqual([['eq.2', { position: 1 }], ['eq.1', { position: 2 }]])
  })

  it('are written as sentences while they are edited, and refuse holes', async () => {
    const { page, press, field, button } = await openRules()
    await press('New rule')
    await press('Add a condition')
    await page.get('.rule-editor form').trigger('submit')
    await settle()
    expect(page.text()).toContain('A rule needs a name of at most 80 letters.')
    expect(writes).toEqual([])
    await field('Name').setValue('Calm')
    expect(page.get('.rule-editor .sentence').text()).toBe('When a customer writes, if the customer sounds frustrated: set the priority to high.')
    await page.get('.rule-editor form').trigger('submit')
    await settle()
    expect(writes).toMatchObject([{ method: 'POST', body: { account_id: 7, position: 4, definition: { name: 'Calm', conditions: [{ on: 'frustrated' }], actions: [{ do: 'set_priority', priority: 'high' }] } } }])
    expect(button('Cancel')).toBeUndefined()
  })

  it('run a macro with its answers, and say whether its messages wait for a person', async () => {
    const { page, press, field } = await openRules()
    await press('New rule')
    await field('Name').setValue('Answer')
    await field('Do').setValue('run_macro')
    await field('Macro').setValue('3')
    await field('Reason').setValue('late')
    expect(page.get('.rule-editor .sentence').text()).toBe('When a customer writes: run the macro “Where is it”, its messages after approval.')
    await page.get('.run-macro input[type="checkbox"]').setValue(true)
    expect(page.get('.rule-editor .sentence').text()).toBe('When a customer writes: run the macro “Where is it” and send its messages at once.')
    await page.get('.rule-editor form').trigger('submit')
    await settle()
    expect(writes).toMatchObject([{ body: { definition: { actions: [{ do: 'run_macro', macroId: 3, inputs: { reason: 'late' }, maySend: true }] } } }])
  })

  it('compare a spike with what is usual, and say so', async () => {
    server.use(http.post(`${FUNCTIONS}/rules/7/spike`, () => HttpResponse.json({ count: 3, usual: 2, weeks: 8, isSpike: false })))
    rules = [{ id: 1, position: 1, is_enabled: true, definition: ruleTemplates('en', ['vip'], 4)[2] }]
    const { page, press, field } = await openRules()
    await press('Edit Many shipping issues at once')
    expect(page.get('.rule-editor .sentence').text()).toContain('within 1 hour, and clearly more than usual (usually 2)')
    expect(page.text()).toContain('3 within the window; usually 2 at this hour of this weekday, by the last 8 weeks.')
    await field('And compared with the same hour of past weeks').setValue('')
    await page.get('.rule-editor form').trigger('submit')
    await settle()
    expect(writes).toMatchObject([{ body: { definition: { event: { on: 'category_spike', anyOf: ['shipping_issues'], atLeast: 10, withinMinutes: 60 } } } }])
    expect(JSON.stringify(writes)).not.toContain('aboveUsual')
  })

  it('say what they would have done, and why not', async () => {
    const asked: unknown[] = []
    server.use(http.post(`${FUNCTIONS}/rules/7/test`, async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({ matches: false, reasons: [{ condition: { on: 'frustrated' }, verdict: 'unsure' }], effects: [], contactName: 'Maya', spike: null })
    }))
    const { page, press, field } = await openRules()
    await press('Edit Frustrated VIP escalates')
    await field('Number of a conversation').setValue(12)
    await page.get('.tester').trigger('submit')
    await settle()
    expect(asked).toMatchObject([{ conversationId: 12, rule: { name: 'Frustrated VIP escalates' } }])
    expect(page.get('.tester').text()).toContain('No: it does not match the conversation with Maya.')
    expect(page.get('.tester').text()).toContain('the judge is not sure')
  })

  it('show in their log what held, what was done and what became of it', async () => {
    const { page, press } = await openRules()
    await press('Log of Frustrated VIP escalates')
    const log = page.get('.log')
    expect(log.get('a').attributes('href')).toBe('https://chat.example/app/accounts/3/conversations/12')
    expect(log.findAll('.reasons li').map(line => line.text())).toEqual([
      'the customer sounds frustrated · holds',
      'the category is order status · the judge may not act',
      'set the priority to urgent · failed',
      'add the label hot · was so already',
    ].map(line => expect.stringMatching(new RegExp(line, 'i'))))
  })
})
