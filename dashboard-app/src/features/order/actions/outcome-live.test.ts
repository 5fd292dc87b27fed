// @vitest-environment happy-dom
import type { Order } from '#shared/contracts/order'
import type { PlacedAction } from '#shared/contracts/order-action'
import type { Answering } from '@/core/testing'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiKey } from '@/core/api'
import { useConversationStore } from '@/core/conversation.store'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import { SupabaseKey } from '@/core/supabase'
import { apiOver, brief, json, later, openStores } from '@/core/testing'
import OrderActions from './OrderActions.vue'
import { BREATH_MS } from './use-live-actions'

enableAutoUnmount(afterEach)
afterEach(() => vi.useRealTimers())

const USD = (minor: number) => ({ minor, currency: 'USD' })
const ORDER: Order = {
  id: 'gid://shopify/Order/1',
  name: '#1001',
  createdAt: 1,
  updatedAt: 1,
  cancelledAt: null,
  payment: 'paid',
  fulfilment: 'delivered',
  returnState: 'none',
  total: USD(4_000),
  refunded: USD(1_000),
  lines: [],
  moreLines: 0,
  shipments: [],
  shippingAddress: null,
  note: '',
  tags: [],
  adminUrl: 'https://admin.shopify.com/store/demo/orders/1',
}
const KNOWN = {
  id: ORDER.id,
  name: ORDER.name,
  currency: 'USD',
  shopCurrency: 'USD',
  lines: [],
  shippingLeft: USD(0),
  left: USD(3_000),
  paidBy: 'Visa 4242',
  hasCustomer: true,
  heldByUs: 0,
  address: null,
  tags: [],
  owed: USD(0),
  can: ['refund'],
  lacks: [],
}
function refund(payout: PlacedAction['payout']): PlacedAction {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    conversationId: 41,
    orderId: ORDER.id,
    orderName: ORDER.name,
    kind: 'refund',
    state: 'done',
    code: null,
    detail: null,
    reason: 'Arrived broken',
    requestedBy: 'Ben',
    decidedBy: null,
    money: USD(1_000),
    payout,
    effects: [],
    changes: [],
    needsPerson: false,
    canStop: false,
    createdAt: 1,
    settledAt: 2,
  }
}
const PENDING = refund({ state: 'pending', failed: null })
const FAILED = refund({ state: 'failed', failed: USD(1_000) })

let actions: PlacedAction[]
let answerActions: () => Response | Promise<Response>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  actions = [PENDING]
  answerActions = () => json({ actions, asOf: 1 })
})

async function open() {
  const i18next = await startI18n('en')
  await loadActionWords('en')
  const answer: Answering = (path) => {
    if (path.startsWith('/brief')) return json(brief())
    return path.includes('/order?') ? json(KNOWN) : answerActions()
  }
  const { pinia } = openStores(answer)
  await useConversationStore().show({ accountId: 7, conversationId: 41 }, 'u1')
  const provide = { [ApiKey]: apiOver(answer), [SupabaseKey]: async () => Promise.reject(new Error('No live connection here')) }
  const global = { plugins: [pinia, [I18NextVue, { i18next }] satisfies [typeof I18NextVue, object]], provide }
  const page = mount(OrderActions, { attachTo: document.body, props: { order: ORDER }, global })
  await flushPromises()
  return page
}
/** Opens the outcome of the newest action, as an agent does. */
async function openOutcome() {
  const page = await open()
  await page.get('.earlier button').trigger('click')
  await flushPromises()
  return page
}
/** Something may have changed: what a panel hears without Realtime as well. */
async function news() {
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(BREATH_MS)
  await flushPromises()
}

describe('what became of a refund', () => {
  it('turns in the list of what was done, without a click', async () => {
    const page = await open()
    expect(page.get('.earlier').text()).toContain('On its way')
    actions = [FAILED]
    await news()
    expect(page.get('.earlier').text()).toContain('Did not arrive')
  })

  it.each([
    ['Did not arrive', FAILED, '$10.00 did not reach the customer'],
    ['Done', refund({ state: 'paid', failed: null }), 'The receipt stands in the conversation'],
  ])('turns where it stands open, to "%s", and moves no focus', async (state, turned, why) => {
    const page = await openOutcome()
    expect(page.get('.state').text()).toContain('On its way')
    const back = page.get<HTMLButtonElement>('.back').element
    back.focus()
    actions = [turned]
    await news()
    expect(page.get('.state').text()).toContain(state)
    expect(page.get('.outcome').text()).toContain(why)
    expect(document.activeElement).toBe(back)
    expect(page.get('.state').attributes('aria-live')).toBe('polite')
  })

  it('has its line struck out when none of it arrived, and leads back to where it stood in the list', async () => {
    actions = [{ ...FAILED, effects: [{ is: 'pay', amount: USD(1_000), by: 'original', to: 'Visa 4242' }] }]
    const page = await openOutcome()
    expect(page.get('[data-unpaid] li').text()).toContain('Visa 4242')
    await page.get('.back').trigger('click')
    await flushPromises()
    expect(document.activeElement).toBe(page.get('.earlier button').element)
  })

  it('that is not known leads to the order in the shop', async () => {
    actions = [refund({ state: 'unknown', failed: null })]
    const page = await openOutcome()
    expect(page.get('.state').text()).toContain('Not known')
    expect(page.get('.outcome a').attributes('href')).toBe(ORDER.adminUrl)
  })

  it('is not turned back by an answer that was asked for before', async () => {
    const page = await openOutcome()
    const slow = later<Response>()
    answerActions = () => slow.promise
    await news()
    answerActions = () => json({ actions: [FAILED], asOf: 2 })
    await news()
    slow.settle(json({ actions: [PENDING], asOf: 1 }))
    await flushPromises()
    expect(page.get('.state').text()).toContain('Did not arrive')
  })

  it('is asked for no more once the actions are closed', async () => {
    const page = await openOutcome()
    await page.get('header button').trigger('click')
    page.unmount()
    let asked = 0
    answerActions = () => {
      asked++
      return json({ actions, asOf: 1 })
    }
    await news()
    expect(asked).toBe(0)
  })
})
