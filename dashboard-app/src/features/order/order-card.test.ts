// @vitest-environment happy-dom
import { ShopView } from '#shared/contracts/order'
import { enableAutoUnmount, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { afterEach, describe, expect, it } from 'vitest'
import { startI18n } from '@/core/i18n'
import OrderCard from './OrderCard.vue'

enableAutoUnmount(afterEach)

async function open(over: object) {
  const i18next = await startI18n('en')
  const shop = ShopView.parse({
    status: 'ready',
    customer: null,
    matchedBy: [],
    others: [],
    orders: [],
    suggested: null,
    unknownNumbers: [],
    ordersSince: null,
    asOf: Date.UTC(2026, 10, 26, 12),
    outdated: null,
    ...over,
  })
  return mount(OrderCard, { props: { shop, selected: null }, global: { plugins: [[I18NextVue, { i18next }]] } })
}

describe('orders that could not be read now', () => {
  it.each([
    ['their age', { outdated: 'shopify_busy' }, true, false],
    ['their age, and that they may have changed', { outdated: 'shopify_busy', mayHaveChanged: true }, true, true],
    ['nothing of it once they are read', {}, false, false],
  ])('say %s', async (_, over, isOld, mayHaveChanged) => {
    const text = (await open(over)).text()
    expect(text.includes('Orders as of')).toBe(isOld)
    expect(text.includes('Shopify has told of a change that is not shown here.')).toBe(mayHaveChanged)
  })
})
