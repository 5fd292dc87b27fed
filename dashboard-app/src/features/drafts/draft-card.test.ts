// @vitest-environment happy-dom
import type { Brief } from '#shared/contracts/brief'
import { ShopView } from '#shared/contracts/order'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { ApiKey } from '@/core/api'
import { startI18n } from '@/core/i18n'
import { apiOver, brief } from '@/core/testing'
import DraftCard from './DraftCard.vue'

enableAutoUnmount(afterEach)

const ORDER = {
  id: 'gid://shopify/Order/1',
  name: '#1001',
  createdAt: 1_000,
  updatedAt: 2_000,
  cancelledAt: null,
  payment: 'paid',
  fulfilment: 'unfulfilled',
  returnState: 'none',
  total: { minor: 2_890, currency: 'USD' },
  refunded: { minor: 0, currency: 'USD' },
  lines: [],
  moreLines: 0,
  shipments: [],
  shippingAddress: null,
  note: '',
  tags: [],
  adminUrl: 'https://admin.shopify.com/store/demo/orders/1',
}

function seen(updatedAt: number): Brief {
  const shop = ShopView.parse({
    status: 'ready',
    customer: null,
    matchedBy: [],
    others: [],
    orders: [{ ...ORDER, updatedAt }],
    suggested: null,
    unknownNumbers: [],
    ordersSince: null,
    asOf: 3_000,
    outdated: null,
  })
  return brief({ shop })
}
async function open() {
  const i18next = await startI18n('en')
  const draft = { style: 'friendly', language: 'en', text: 'It is with us.', segments: [], facts: [], writer: 'local', setAside: null }
  const ready = { type: 'ready', style: 'friendly', draft }
  const headers = { 'content-type': 'text/event-stream' }
  const stream = [ready, { type: 'end' }].map(event => `data: ${JSON.stringify(event)}\n\n`).join('')
  const answer = () => new Response(stream, { headers })
  const props = { brief: seen(2_000), orderId: ORDER.id, orderName: ORDER.name }
  const provide = { [ApiKey]: apiOver(answer) }
  return mount(DraftCard, { props, global: { plugins: [createPinia(), [I18NextVue, { i18next }]], provide } })
}

describe('drafts about an order', () => {
  it('are doubted when the order has changed since, and no more once they are written again', async () => {
    const card = await open()
    await card.get('[aria-keyshortcuts="g"]').trigger('click')
    await flushPromises()
    expect(card.find('.outdated').exists()).toBe(false)
    await card.setProps({ brief: seen(9_000) })
    expect(card.get('.outdated').text()).toContain('#1001 has changed since.')
    await card.get('.outdated button').trigger('click')
    await flushPromises()
    expect(card.find('.outdated').exists()).toBe(false)
  })
})
