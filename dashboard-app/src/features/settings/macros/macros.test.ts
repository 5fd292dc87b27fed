import type { Language } from '#shared/contracts/judgement'
// @vitest-environment happy-dom
import type { MacroStep, Rehearsal } from '#shared/contracts/macro'
import { writeMacroFile } from '#shared/macros/file'
import { macroOf } from '#shared/macros/testing'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server, settle } from '../testing'
import { loadBuilderWords } from './words'
import './MacrosScreen.vue'

interface Write { method: string, query: string, body: unknown }
const SAY: MacroStep = { do: 'send_message', texts: { en: 'Hi {{customer.name}}, {{order.name}} is on its way' } }
const BRANCH: MacroStep = {
  do: 'if',
  match: 'all',
  conditions: [{ on: 'order', isKnown: true }, { on: 'unassigned' }],
  then: [SAY],
  otherwise: [{ do: 'wait', minutes: 2_880 }],
}
const STATUS = macroOf([BRANCH, { do: 'add_labels', labels: ['asked'] }], { name: 'Order status', suggestedFor: ['order_status'] })
const TEAM = macroOf([{ do: 'assign_team', teamId: null }], { name: 'To the workshop' })
function row(id: number, definition: { name: string }, over: object = {}) {
  return { id, position: id, is_enabled: true, version: 3, shipped: null, name: definition.name, definition, ...over }
}
const ROWS = [
  row(1, STATUS, { shipped: 'order_status' }),
  row(2, TEAM, { is_enabled: false }),
  row(3, { ...macroOf([{ do: 'stop' }]), name: 'From tomorrow', steps: [{ do: 'launch' }] } as { name: string }, { is_enabled: false }),
]
const VERSIONS = [
  { version: 3, saved_by: 1, saved_at: '2026-11-25T09:00:00Z', definition: STATUS },
  { version: 2, saved_by: null, saved_at: '2026-11-24T09:00:00Z', definition: { ...STATUS, steps: [BRANCH, { do: 'add_note', text: 'Told' }] } },
]
let writes: Write[] = []
let rows: unknown[] = []
let touched: unknown[] = []

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  writes = []
  rows = ROWS
  touched = [{ id: 1 }]
  const note = async (request: Request) => {
    const body: unknown = request.method === 'DELETE' ? null : await request.json()
    writes.push({ method: request.method, query: new URL(request.url).search, body })
    return HttpResponse.json(touched)
  }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${REST}/chatwoot_macros`, () => HttpResponse.json(rows)),
    http.get(`${REST}/chatwoot_macro_versions`, () => HttpResponse.json(VERSIONS)),
    http.post(`${REST}/rpc/macro_uses`, () => HttpResponse.json([{ macro_id: 1, uses: 12, done: 9, failed: 2, last_used_at: '2026-11-24T09:00:00Z' }])),
    http.get(`${REST}/inboxes`, () => HttpResponse.json([{ id: 5, name: 'Shop chat', channel: 'Channel::WebWidget' }])),
    http.get(`${REST}/teams`, () => HttpResponse.json([{ id: 4, name: 'Workshop' }])),
    http.get(`${REST}/sla_tiers`, () => HttpResponse.json([{ id: 1, name: 'VIP' }])),
    http.get(`${REST}/macro_webhooks`, () => HttpResponse.json([{ name: 'ERP' }])),
    http.get(`${FUNCTIONS}/macros/7/settings/webhooks`, () => HttpResponse.json({ webhooks: [] })),
    http.get(`${REST}/agents`, () => HttpResponse.json([{ id: 1, name: 'Ada' }])),
    http.patch(`${REST}/chatwoot_macros`, async ({ request }) => note(request)),
    http.post(`${REST}/chatwoot_macros`, async ({ request }) => note(request)),
    http.delete(`${REST}/chatwoot_macros`, async ({ request }) => note(request)),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openMacros(language: Language = 'en') {
  const settings = await openSettings('admin', language)
  await loadBuilderWords(language)
  await settings.press('Macros')
  await settle()
  const { page } = settings
  return {
    ...settings,
    async submit(selector: string) {
      await page.get(selector).trigger('submit')
      await settle()
    },
    async upload(text: string) {
      const input = page.get<HTMLInputElement>('input[type="file"]')
      const file = new File([text], 'macro.json')
      Object.defineProperty(input.element, 'files', { configurable: true, value: [file] })
      await input.trigger('change')
      await settle()
    },
    sentences: () => page.findAll('.step .sentence').map(one => one.text()),
  }
}

describe('the list of macros', () => {
  it('says how often each was run, for what it is suggested and what it lacks', async () => {
    const { page } = await openMacros()
    const [status, team, newer] = page.findAll('.macro').map(one => one.text())
    expect(status).toContain('Suggested for order status')
    expect(status).toContain('Came with Pitwall')
    expect(status).toMatch(/4 steps.*Run 12 times.*9 to the end.*2 failed/)
    expect(team).toContain('A team is still to be chosen.')
    expect(team).toContain('Never run')
    expect(newer).toContain('does not know “steps.0.do”')
  })

  it('lets a macro of a later version be exported and removed, not switched on or edited', async () => {
    const { page, button, press } = await openMacros()
    expect(page.findAll<HTMLInputElement>('[role="switch"]').map(one => one.element.disabled)).toEqual([false, false, true])
    expect(button('Edit From tomorrow')).toBeUndefined()
    const files: Blob[] = []
    URL.createObjectURL = (file) => {
      if (file instanceof Blob) files.push(file)
      return 'blob:macro'
    }
    await press('Export From tomorrow')
    expect(JSON.parse(await files[0]?.text() ?? '')).toMatchObject({ name: 'From tomorrow', steps: [{ do: 'launch' }] })
    await press('Remove From tomorrow')
    expect(writes).toEqual([])
    await press('Yes, remove it for good')
    expect(writes).toMatchObject([{ method: 'DELETE', query: expect.stringContaining('id=eq.3') }])
  })

  it('is put in order by buttons and by arrow keys, shown at once', async () => {
    const { page, press } = await openMacros()
    await press('Move From tomorrow up')
    expect(writes.map(({ body }) => body)).toEqual([{ position: 1_000 }, { position: 2_000 }, { position: 3_000 }])
    const names = () => page.findAll('.macro h3').map(one => one.text())
    server.use(http.patch(`${REST}/chatwoot_macros`, async () => new Promise(() => {})))
    const handle = page.findAll('.macro .handle')[0]
    await handle?.trigger('keydown', { key: 'ArrowDown' })
    expect(names()).toEqual(['1. To the workshop', '2. Order status', '3. From tomorrow'])
    expect(page.text()).toContain('Order status is number 2 now.')
  })

  it.each([['es', 'Se sugiere para', 'Usada 12 veces'], ['fr', 'Suggérée pour', 'Exécutée 12 fois']] as const)('reads in %s', async (language, suggested, uses) => {
    const { page } = await openMacros(language)
    expect(page.text()).toContain(suggested)
    expect(page.text()).toContain(uses)
  })
})

describe('a macro that is written', () => {
  it('reads as sentences, branches within', async () => {
    const { press, sentences } = await openMacros()
    await press('Edit Order status')
    expect(sentences()).toEqual([
      '1If an order is known and nobody has the conversation:',
      '2Send the customer: “Hi ‹Customer›, ‹Order› is on its way”',
      '3Wait 2 days',
      '4Add the label asked',
    ])
  })

  it('moves its steps into branches and out of them by key', async () => {
    const { page, press, sentences } = await openMacros()
    await press('Edit Order status')
    await press('Move step 4 up')
    expect(sentences()[3]).toBe('4Add the label asked')
    expect(page.findAll('.side')[1]?.text()).toContain('Add the label asked')
    await page.get('[data-step] .handle[aria-label^="Move step 4"]').trigger('keydown', { key: 'ArrowUp' })
    await settle()
    expect(sentences()[2]).toBe('3Add the label asked')
  })

  it('is saved over the version that was read, with what it asks and says', async () => {
    const { page, press, field, submit } = await openMacros()
    await press('New macro')
    await submit('.macro-editor form')
    expect(page.text()).toContain('A macro needs a name of at most 80 letters.')
    expect(page.text()).toContain('Fill this in')
    await field('Name').setValue('Thanks')
    await field('Text in English').setValue('Thank you ')
    await press('Insert a value')
    await press('Customercustomer.name')
    await press('Ask for something')
    await field('Question').setValue('How many?')
    expect(field('Name in texts').element.value).toBe('how_many')
    await submit('.macro-editor form')
    expect(writes).toMatchObject([{ method: 'POST', body: [{
      account_id: 7,
      is_enabled: true,
      position: 1_003,
      definition: {
        name: 'Thanks',
        inputs: [{ type: 'text', name: 'how_many', label: 'How many?' }],
        steps: [{ do: 'send_message', texts: { en: 'Thank you {{customer.name}}' } }],
      },
    }] }])
    await press('Edit Order status')
    await field('Name').setValue('Where is it?')
    await submit('.macro-editor form')
    expect(writes[1]).toMatchObject({ method: 'PATCH', query: expect.stringContaining('version=eq.3'), body: { definition: { name: 'Where is it?' } } })
    expect(page.findAll('.macro')).toHaveLength(3)
  })

  it('names what nobody will know before it is run', async () => {
    const { page, press, field } = await openMacros()
    await press('New macro')
    await field('Text in English').setValue('{{oder.name}} {{inputs.size}} {{order.name}}')
    expect(page.get('.warning').text()).toBe('Nobody knows {{oder.name}} and {{inputs.size}}. With this step the macro never runs.')
  })

  it('says where a step went, for who does not see it', async () => {
    const { page, press } = await openMacros()
    await press('Edit Order status')
    await press('Add a step')
    await page.get('.step .handle').trigger('keydown', { key: 'ArrowDown' })
    await settle()
    expect(page.get('.macro-editor [role="status"]').text()).toBe('It is step 2 now.')
  })

  it('is not left without a question', async () => {
    HTMLDialogElement.prototype.showModal = function show() { this.open = true }
    const { page, press, field } = await openMacros()
    await press('Edit Order status')
    await field('Name').setValue('Other')
    await press('All macros')
    expect(page.text()).toContain('Leave without saving?')
    await press('Go on editing')
    expect(field('Name').element.value).toBe('Other')
    await press('All macros')
    await press('Discard my changes')
    expect(page.findAll('.macro')).toHaveLength(3)
    expect(writes).toEqual([])
  })
})

describe('two admins at once', () => {
  async function meet(theirs: unknown[]) {
    const settings = await openMacros()
    await settings.press('Edit Order status')
    await settings.field('Name').setValue('Mine')
    touched = []
    rows = theirs
    await settings.submit('.macro-editor form')
    return settings
  }
  const THEIRS = { ...STATUS, name: 'Theirs' }

  it('are shown how theirs differs, and keep both', async () => {
    const { page, press } = await meet([row(1, THEIRS, { version: 4 })])
    expect(page.get('.conflict').text()).toContain('Somebody saved this macro while you were editing it')
    expect(page.findAll('.conflict .change-lines li').map(one => one.text())).toEqual(['−removed: Name: Mine', '+added: Name: Theirs'])
    touched = [{ id: 1 }]
    await press('Save mine as the next version')
    expect(writes.at(-1)).toMatchObject({ method: 'PATCH', query: expect.stringContaining('version=eq.4'), body: { definition: { name: 'Mine' } } })
  })

  it('may keep theirs and mine side by side', async () => {
    const { press } = await meet([row(1, THEIRS, { version: 4 })])
    touched = [{ id: 9 }]
    await press('Keep mine as a macro of its own')
    expect(writes.at(-1)).toMatchObject({ method: 'POST', body: [{ is_enabled: false, definition: { name: 'Mine' } }] })
  })

  it('lose nothing when the macro was removed', async () => {
    const { page, press } = await meet([])
    expect(page.get('.conflict').text()).toContain('Somebody removed this macro')
    touched = [{ id: 9 }]
    await press('Keep mine as a macro of its own')
    expect(writes.at(-1)).toMatchObject({ method: 'POST', body: [{ definition: { name: 'Mine' } }] })
  })
})

describe('a rehearsal of a draft', () => {
  it('shows each step with real values, the way of each branch, and names holes', async () => {
    const asked: unknown[] = []
    const rehearsal: Rehearsal = {
      version: 0,
      digest: 'x',
      canRun: false,
      plan: {
        language: 'fr',
        badInputs: [],
        answers: {},
        orderId: null,
        branches: [{ path: '0', isHeld: true, facts: {}, reasons: [{ condition: { on: 'order', isKnown: true }, verdict: 'held' }, { condition: { on: 'unassigned' }, verdict: 'held' }] }],
        steps: [
          { path: '0.then.0', act: { do: 'send_message', texts: { en: 'x' } }, text: 'Hi Maya,  is on its way', late: null, action: null, facts: {}, skipped: null, holes: [{ because: 'value', value: 'order.name' }, { because: 'language', value: 'fr' }] },
          { path: '1', act: { do: 'add_labels', labels: ['asked'] }, text: null, late: null, action: null, facts: {}, skipped: 'already', holes: [] },
        ],
      },
    }
    server.use(http.post(`${FUNCTIONS}/macros/7/12/rehearse`, async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json(rehearsal)
    }))
    const { page, press, field, submit } = await openMacros()
    await press('Edit Order status')
    await field('Number of a conversation').setValue(12)
    await submit('.tester')
    expect(asked).toEqual([{ definition: STATUS, inputs: {} }])
    const said = page.get('.rehearsal').text()
    expect(said).toContain('It could not run like this')
    expect(said).toContain('If an order is known and nobody has the conversation: yes')
    expect(said).toContain('Hi Maya,  is on its way')
    expect(said).toContain('Missing: Order ({{order.name}})')
    expect(said).toContain('There is no text in the customer\'s language: French')
    expect(said).toContain('Add the label asked · is so already')
    await field('Name').setValue('Other')
    expect(page.find('.rehearsal').exists()).toBe(false)
  })

  it('lends its conversation to the picker of values', async () => {
    server.use(http.post(`${FUNCTIONS}/macros/7/12/rehearse`, () => HttpResponse.json({
      version: 0,
      digest: 'x',
      canRun: false,
      plan: { language: 'en', badInputs: [], branches: [], steps: [{ path: '0', act: { do: 'add_note', text: 'x' }, text: 'Maya', late: null, action: null, facts: {}, skipped: null, holes: [] }] },
    })))
    const { page, press, field } = await openMacros()
    await press('New macro')
    await field('Number of a conversation').setValue(12)
    await press('Insert a value')
    await settle()
    expect(page.get('.picker').text()).toContain('Customercustomer.nameMaya')
    expect(page.get('.picker').text()).toContain('As in conversation 12')
  })
})

describe('versions', () => {
  it('say who, when and how they differ from now, and come back', async () => {
    const { page, press } = await openMacros()
    await press('Versions of Order status')
    const [now, before] = page.findAll('.versions ol > li')
    expect(now?.text()).toMatch(/Version 3.*Ada.*now/)
    expect(before?.text()).toMatch(/Version 2.*Pitwall/)
    expect(before?.findAll('.change-lines li').map(one => one.text())).toEqual(['−removed: Add the label asked', '+added: Add a private note: “Told”'])
    await press('Restore version 2')
    expect(writes).toMatchObject([{ query: expect.stringContaining('version=eq.3'), body: { definition: { steps: [BRANCH, { do: 'add_note' }] } } }])
    expect(page.text()).toContain('Version 2 is in force again.')
  })
})

describe('an import', () => {
  it('takes a file switched off, its teams to be chosen anew', async () => {
    const { page, press, upload } = await openMacros()
    await press('Import')
    await upload(writeMacroFile(macroOf([{ do: 'assign_team', teamId: 4 }], { name: 'From afar' })))
    expect(writes).toMatchObject([{ method: 'POST', body: [{ is_enabled: false, definition: { name: 'From afar', steps: [{ do: 'assign_team', teamId: null }] } }] }])
    expect(page.get('.macro-import').text()).toContain('1 macro was imported, switched off. A team is to be chosen anew')
  })

  it.each([
    ['an unknown step', JSON.stringify({ ...STATUS, steps: [{ do: 'launch' }] }), '“steps.0.do” is missing, or this version does not know it'],
    ['too much', ' '.repeat(100_001), 'larger than 100 kB'],
    ['brackets without end', '['.repeat(9_000), 'too deep'],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', '“__proto__” is missing, or this version does not know it'],
    ['no JSON', 'hello', 'not JSON'],
  ])('with %s is refused in words, and nothing is written', async (_, text, words) => {
    const { page, press, upload } = await openMacros()
    await press('Import')
    await upload(text)
    expect(page.get('.macro-import [role="alert"]').text()).toContain(words)
    expect(writes).toEqual([])
  })

  it('shows what Chatwoot\'s macros would be, and takes the one that is chosen', async () => {
    server.use(http.get(`${FUNCTIONS}/macros/7/chatwoot/macros`, () => HttpResponse.json({ macros: [
      { id: 1, name: 'Close', isPersonal: false, definition: macroOf([SAY], { name: 'Close' }), losses: [{ action: 'send_message', because: 'variable', value: 'inbox.name' }] },
      { id: 2, name: 'Catalogue', isPersonal: true, definition: null, losses: [{ action: 'send_attachment', because: 'action', value: null }] },
    ] })))
    const { page, press, button } = await openMacros()
    await press('Import')
    await press('Look at Chatwoot’s macros')
    expect(page.get('.chatwoot').text()).toContain('nobody here knows “inbox.name”')
    expect(page.get('.chatwoot').text()).toContain('“Send an attachment”: there is no such step here')
    expect(button('Import Catalogue')).toBeUndefined()
    await press('Import Close')
    expect(writes).toMatchObject([{ method: 'POST', body: [{ is_enabled: false, definition: { name: 'Close' } }] }])
  })
})
