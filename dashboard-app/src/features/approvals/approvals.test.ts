// @vitest-environment happy-dom
import type { Approval } from '#shared/contracts/approval'
import type { Language } from '#shared/contracts/judgement'
import type { Rehearsal } from '#shared/contracts/order-action'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiKey, createApi } from '@/core/api'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import { SupabaseKey } from '@/core/supabase'
import ApprovalQueue from './ApprovalQueue.vue'
import ApprovalsHere from './ApprovalsHere.vue'
import { loadWords } from './words'

const HOST = 'http://panel.test'
const server = setupServer()
let approvals: Approval[] = []
let decisions: unknown[] = []

function approval(over: Partial<Approval> = {}): Approval {
  return {
    id: 1,
    conversationId: 12,
    contactName: 'Maya',
    kind: 'draft',
    content: 'Hello Maya',
    requestedAs: 'Calm the storm',
    isByRule: true,
    neededRole: 'agent',
    dueAt: Date.now() + 20 * 60_000,
    state: 'waiting',
    decidedBy: null,
    decidedAt: null,
    editedContent: null,
    reason: null,
    createdAt: Date.now(),
    lastMessage: 'Again!',
    isNewer: false,
    sendState: null,
    rehearsal: null,
    wish: null,
    actionState: null,
    canApprove: true,
    ...over,
  }
}
const queue = () => ({ approvals, linkBase: 'https://chat.example/app/accounts/3/conversations', asOf: Date.now() })

// A live connection that outlives its page beats on into the next file.
enableAutoUnmount(afterEach)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  approvals = [approval()]
  decisions = []
  server.use(
    http.get(`${HOST}/functions/v1/approvals/7`, () => HttpResponse.json(queue())),
    http.post(`${HOST}/functions/v1/approvals/7/1`, async ({ request }) => {
      decisions.push(await request.json())
      approvals = [approval({ state: 'approved', decidedBy: 'Ada', decidedAt: Date.now(), sendState: 'done' })]
      return HttpResponse.json(queue())
    }),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function open(conversationId: number | null = null, language: Language = 'en') {
  const i18next = await startI18n(language)
  await Promise.all([loadWords(language), loadActionWords(language)])
  const api = createApi({ url: `${HOST}/functions/v1`, publishableKey: 'key', token: async () => 'token', fetch: (...args) => fetch(...args) })
  const global = {
    plugins: [createPinia(), [I18NextVue, { i18next }] satisfies [typeof I18NextVue, object]],
    provide: { [ApiKey]: api, [SupabaseKey]: async () => Promise.reject(new Error('No live connection here')) },
  }
  const page = conversationId === null
    ? mount(ApprovalQueue, { attachTo: document.body, props: { accountId: 7 }, global })
    : mount(ApprovalsHere, { attachTo: document.body, props: { accountId: 7, conversationId }, global })
  await settle()
  const press = async (name: string) => {
    await page.findAll('button').find(one => one.text() === name)?.trigger('click')
    await settle()
  }
  return { page, press }
}
async function settle() {
  for (let round = 0; round < 12; round++) {
    await flushPromises()
    await new Promise(resolve => setTimeout(resolve, 4))
  }
}

describe('the queue of approvals', () => {
  it('shows what waits with its clock, why, and what the customer said', async () => {
    const { page } = await open()
    expect(page.text()).toMatch(/Maya.*Prepared by the rule “Calm the storm”(?:19|20):\d\d left/s)
    expect(page.text()).toContain('Again!')
  })

  it('sends what was prepared, once, and says so', async () => {
    const { page, press } = await open()
    const send = page.findAll('button').find(one => one.text() === 'Send to Maya')
    await Promise.all([send?.trigger('click'), send?.trigger('click')])
    await settle()
    expect(decisions).toEqual([{ decision: 'approve' }])
    expect(page.get('[aria-live="polite"]').text()).toBe('Approved; it is being sent.')
    await press('Decided lately')
    expect(page.text()).toContain('approved by Ada')
  })

  it('sends what the person made of it', async () => {
    const { page, press } = await open()
    await press('Edit')
    await page.get('textarea').setValue('Hello Maya, today!')
    await press('Send to Maya')
    expect(decisions).toEqual([{ decision: 'approve', text: 'Hello Maya, today!' }])
  })

  it('refuses with a reason, in two steps', async () => {
    const { page, press } = await open()
    await press('Refuse')
    expect(decisions).toEqual([])
    await page.get('form input').setValue('Solved by phone')
    await page.get('form').trigger('submit')
    await settle()
    expect(decisions).toEqual([{ decision: 'refuse', reason: 'Solved by phone' }])
  })

  it.each<[Language, string]>([
    ['en', 'Refund: #4119, $64.00'],
    ['es', 'Reembolsar: #4119, 64,00'],
    ['fr', 'Rembourser : #4119, 64,00'],
  ])('names what is to be done with an order in the language of who reads it: %s', async (language, title) => {
    const amount = { minor: 6_400, currency: 'USD' }
    const rehearsal: Rehearsal = {
      orderId: 'gid://shopify/Order/1',
      orderName: '#4119',
      kind: 'refund',
      effects: [],
      money: { amount, shop: amount },
      second: null,
      facts: {},
      digest: 'd',
      asOf: 0,
    }
    approvals = [approval({ kind: 'order_action', content: 'What the account called it', rehearsal })]
    const { page } = await open(null, language)
    expect(page.text()).toContain(title)
    expect(page.text()).not.toContain('What the account called it')
  })

  it('warns of news, and offers nothing that would be refused', async () => {
    approvals = [approval({ isNewer: true }), approval({ id: 2, canApprove: false, neededRole: 'supervisor' }), approval({ id: 3, canApprove: false, kind: 'moon_walk' })]
    const { page } = await open()
    expect(page.text()).toContain('Somebody has written since this was prepared.')
    expect(page.text()).toContain('It is for a supervisor to decide')
    expect(page.text()).toContain('A newer version of Pitwall prepared this')
    expect(page.findAll('button').filter(one => one.text() === 'Send to Maya')).toHaveLength(1)
  })

  it('says when somebody else was faster', async () => {
    server.use(http.post(`${HOST}/functions/v1/approvals/7/1`, () => HttpResponse.json({ code: 'approval_not_waiting', title: 'x', status: 409 }, { status: 409 })))
    const { page, press } = await open()
    await press('Send to Maya')
    expect(page.get('[role="alert"]').text()).toContain('Somebody decided this before you')
  })
})

describe('what waits in a conversation', () => {
  const places: (string | null)[] = []
  beforeEach(() => {
    places.length = 0
    server.events.on('request:start', ({ request }) => places.push(new URL(request.url).searchParams.get('conversation')))
  })
  afterEach(() => server.events.removeAllListeners())

  it('stands there with its clock, is decided in place, and is gone', async () => {
    const { page, press } = await open(12)
    expect(page.text()).toMatch(/Prepared by the rule “Calm the storm”(?:19|20):\d\d left.*Hello Maya/s)
    expect(page.find('a').exists()).toBe(false)
    await press('Send to Maya')
    expect(decisions).toEqual([{ decision: 'approve' }])
    expect(page.find('h2').exists()).toBe(false)
    expect(page.get('[aria-live="polite"]').text()).toBe('Approved; it is being sent.')
    expect(new Set(places)).toEqual(new Set(['12']))
  })

  it('is not offered to who asked for it', async () => {
    approvals = [approval({ canApprove: false, isByRule: false, requestedAs: 'Ben' })]
    const { page } = await open(12)
    expect(page.findAll('button').map(one => one.text())).toEqual(['Refuse'])
  })
})
