// @vitest-environment happy-dom
import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia, setActivePinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { ApiKey } from '@/core/api'
import { CacheKey, createCache } from '@/core/cache'
import { useConversationStore } from '@/core/conversation.store'
import { startI18n } from '@/core/i18n'
import { useLiveStore } from '@/core/live.store'
import { SessionKey } from '@/core/session'
import { SupabaseKey } from '@/core/supabase'
import { apiOver, brief, json, later, memory } from '@/core/testing'
import NoticeBell from './NoticeBell.vue'
import { useNoticesStore } from './notices.store'

const HOST = 'http://panel.test'
const REST = `${HOST}/rest/v1`
const server = setupServer()
const NOTICE = {
  id: 1,
  conversation_id: 12,
  level: 'yellow',
  kind: 'first_response',
  tier_name: 'VIP',
  contact_name: 'Maya',
  words: null,
  mail: 'not_configured',
  created_at: '2026-11-24T09:00:00Z',
  read_at: null,
}
let notices: unknown[] = []
let writes: unknown[] = []
let me = brief().me

enableAutoUnmount(afterEach)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  notices = [{ ...NOTICE, id: 2, level: 'red', contact_name: '', mail: 'sent' }, NOTICE, { ...NOTICE, id: 3, read_at: '2026-11-24T09:01:00Z' }]
  writes = []
  server.use(
    http.get(`${REST}/notifications`, () => HttpResponse.json(notices)),
    http.patch(`${REST}/notifications`, ({ request }) => {
      writes.push(new URL(request.url).searchParams.get('id'))
      return new HttpResponse(null, { status: 204 })
    }),
    http.get(`${REST}/agents`, () => HttpResponse.json([{ id: 4 }])),
    http.get(`${REST}/notification_preferences`, () => HttpResponse.json([{ on_yellow: true, on_red: true, by_mail: false }])),
    http.post(`${REST}/notification_preferences`, async ({ request }) => {
      writes.push(await request.json())
      return new HttpResponse(null, { status: 201 })
    }),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openBell(role: 'agent' | 'supervisor' = 'supervisor') {
  me = { ...brief().me, role }
  const i18next = await startI18n('en')
  const pinia = createPinia()
  setActivePinia(pinia)
  const client: SupabaseClient = createClient(HOST, 'key', { accessToken: async () => 'token' })
  const person = shallowRef({ userId: 'u1', email: 'ada@shop.example' })
  const session = { person, token: async () => 'token', restore: async () => {}, signOut: async () => {}, requestCode: async () => null, confirmCode: async () => null }
  const storage = memory()
  const page = mount(NoticeBell, {
    attachTo: document.body,
    props: { accountId: 7, linkBase: 'https://chat.example/app/accounts/1/conversations' },
    global: {
      plugins: [pinia, [I18NextVue, { i18next }]],
      provide: {
        [ApiKey]: apiOver(() => json(brief({ me }))),
        [CacheKey]: createCache(storage, Date.now),
        [SessionKey]: session,
        [SupabaseKey]: async () => client,
      },
    },
  })
  await useConversationStore().show({ accountId: 7, conversationId: 41 }, 'u1')
  useLiveStore().noticed++
  await flushPromises()
  return page
}
async function open(page: Awaited<ReturnType<typeof openBell>>) {
  await page.get('button').trigger('click')
  await expect.poll(() => page.find('.notices').exists()).toBe(true)
  await flushPromises()
}

describe('the bell', () => {
  it('counts what is unread and lists it with its reason, its conversation and what became of the mail', async () => {
    const page = await openBell()
    await expect.poll(() => page.find('.count').text()).toBe('2')
    expect(page.get('button').attributes('aria-label')).toBe('Notices, 2 unread')
    await open(page)
    expect(page.findAll('li').map(row => row.text())).toEqual([
      expect.stringContaining('A customer: the first reply is late'),
      expect.stringContaining('No mail was sent: none is set up.'),
      expect.stringContaining('Maya: the first reply is nearly due'),
    ])
    expect(page.get('li a').attributes('href')).toBe('https://chat.example/app/accounts/1/conversations/12')
  })

  it('says what did not arrive, of which order', async () => {
    notices = [{ ...NOTICE, level: 'money', kind: null, tier_name: '#1001', words: 'Refund for #1001: $10.00 did not arrive', mail: 'sent' }]
    const page = await openBell()
    await open(page)
    expect(page.get('li').text()).toContain('Refund for #1001: $10.00 did not arrive (Maya)')
    expect(page.get('li .row').attributes('data-level')).toBe('money')
  })

  it('marks one as read when it is opened, and all at once', async () => {
    const page = await openBell()
    await open(page)
    page.get('li a').element.addEventListener('click', event => event.preventDefault())
    await page.get('li a').trigger('click')
    expect(page.get('.count').text()).toBe('1')
    await page.findAll('button').find(one => one.text() === 'Mark all as read')?.trigger('click')
    expect(page.find('.count').exists()).toBe(false)
    await expect.poll(() => writes).toEqual(['in.(2)', 'in.(1)'])
  })

  it('shows a new notice when the panel hears of one', async () => {
    const page = await openBell()
    await expect.poll(() => page.find('.count').text()).toBe('2')
    notices = [{ ...NOTICE, id: 9 }, ...notices]
    useLiveStore().noticed++
    await expect.poll(() => page.find('.count').text()).toBe('3')
  })

  it('lets a person say what they want to hear of', async () => {
    const page = await openBell()
    await open(page)
    const boxes = () => page.findAll<HTMLInputElement>('input[type="checkbox"]').map(({ element }) => element.checked)
    await expect.poll(boxes).toEqual([true, true, false])
    await page.findAll('input[type="checkbox"]')[2]?.trigger('change')
    await expect.poll(() => writes).toEqual([{ agent_id: 4, account_id: 7, on_yellow: true, on_red: true, by_mail: true }])
  })

  it('is not there for an agent who was told nothing', async () => {
    notices = []
    const page = await openBell('agent')
    await expect.poll(() => useNoticesStore().state.status).toBe('ready')
    expect(page.find('button').exists()).toBe(false)
  })

  it('is there for an agent who was told of a refund of theirs', async () => {
    notices = [{ ...NOTICE, level: 'money', kind: null, tier_name: '#1001', words: 'Refund for #1001: not known whether $10.00 arrived. Look in Shopify.' }]
    const page = await openBell('agent')
    await expect.poll(() => page.find('.count').exists()).toBe(true)
    await open(page)
    expect(page.get('li').text()).toContain('not known whether $10.00 arrived')
  })

  it('shows nobody what the person before them was told', async () => {
    const page = await openBell()
    await expect.poll(() => page.find('.count').text()).toBe('2')
    me = { ...brief().me, id: 99, role: 'agent' }
    const unanswered = later<Response>()
    server.use(http.get(`${REST}/notifications`, async () => unanswered.promise))
    await useConversationStore().show({ accountId: 7, conversationId: 41 }, 'u2')
    await flushPromises()
    expect(page.find('.count').exists()).toBe(false)
    unanswered.settle(HttpResponse.json([]))
  })
})
