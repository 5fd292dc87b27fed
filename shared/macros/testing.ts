import type { ActionOrder } from '../contracts/action-order.ts'
import type { MacroDefinition, MacroStep } from '../contracts/macro.ts'
import type { FulfilmentState, Order } from '../contracts/order.ts'
import type { MacroFacts } from './facts.ts'
import { factsOf } from '../rules/testing.ts'

type Conversation = MacroFacts['conversation']

export function macroFactsOf({ conversation, ...over }: Partial<Omit<MacroFacts, 'conversation'>> & { conversation?: Partial<Conversation> } = {}): MacroFacts {
  return {
    conversation: { ...factsOf(), status: 'open', canReply: true, ...conversation },
    values: [
      { id: 'customer.name', kind: 'customer', label: 'Customer', value: 'Maya', source: { kind: 'conversation' } },
      { id: 'order.name', kind: 'order', label: 'Order', value: '#1042', source: { kind: 'order', orderId: 'gid://shopify/Order/1' } },
    ],
    order: null,
    actionOrder: null,
    hasTracking: false,
    buysLabels: false,
    language: 'en',
    ownLanguage: 'en',
    me: { name: 'Ada', userId: 1 },
    supervisors: [{ userId: 9, name: 'Sam Boss' }],
    channels: ['mail', 'slack'],
    webhooks: ['ERP'],
    contact: { name: 'Maya', email: 'maya@example.com' },
    answers: {},
    ...over,
  }
}

export function macroOf(steps: MacroStep[], over: Partial<MacroDefinition> = {}): MacroDefinition {
  return { name: 'A macro', description: '', suggestedFor: [], inputs: [], steps, ...over }
}

export function orderOf(fulfilment: FulfilmentState): Order {
  const nothing = { minor: 0, currency: 'USD' }
  return {
    id: 'gid://shopify/Order/1',
    name: '#1042',
    createdAt: 0,
    updatedAt: 0,
    cancelledAt: null,
    payment: 'paid',
    fulfilment,
    returnState: 'none',
    total: nothing,
    refunded: nothing,
    lines: [],
    moreLines: 0,
    shipments: [],
    shippingAddress: null,
    note: '',
    tags: [],
    adminUrl: 'https://shop.example/admin/orders/1',
  }
}

/** Two mugs and a tent, in euros in a shop that counts in dollars; one mug is refunded already. */
export function actionOrderOf(over: Partial<ActionOrder> = {}): ActionOrder {
  const line = { unshipped: 0, unitPrice: { minor: 1800, currency: 'EUR' } }
  return {
    id: 'gid://shopify/Order/1',
    name: '#1042',
    currency: 'EUR',
    shopCurrency: 'JPY',
    lines: [
      { ...line, id: 'gid://shopify/LineItem/11', title: 'Mug', quantity: 2, refundable: 1 },
      { ...line, id: 'gid://shopify/LineItem/12', title: 'Tent', quantity: 1, refundable: 1 },
      { ...line, id: 'gid://shopify/LineItem/13', title: 'Rope', quantity: 1, refundable: 0 },
    ],
    shippingLeft: { minor: 590, currency: 'EUR' },
    shipping: [{ id: 'gid://shopify/ShippingLine/1', title: 'Standard', amount: { minor: 590, currency: 'EUR' } }],
    left: { minor: 9000, currency: 'EUR' },
    paidBy: 'Visa 4242',
    hasCustomer: true,
    heldByUs: 0,
    address: null,
    tags: [],
    owed: { minor: 0, currency: 'EUR' },
    drafts: [],
    can: ['refund'],
    lacks: [],
    ...over,
  }
}
