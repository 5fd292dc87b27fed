import type { Language } from '../contracts/judgement.ts'
import type { MacroDefinition, MacroStep } from '../contracts/macro.ts'
import type { PayBack } from '../contracts/order-action-parts.ts'
import { REPLIES, SHELF_WORDS } from './shipped-words.ts'

const SHIPPED = ['order_status', 'escalation', 'return_start', 'which_order', 'damaged_item', 'fitment', 'back_in_stock', 'close_kindly', 'refund', 'goodwill_code'] as const
type Shipped = typeof SHIPPED[number]

function reply(name: keyof typeof REPLIES): MacroStep {
  return { do: 'send_message', texts: REPLIES[name] }
}

const TO_ASK: MacroStep[] = [reply('which_order'), { do: 'set_status', status: 'pending', snoozeHours: null }, { do: 'stop' }]

/** Money back for the lines that were chosen, and then the customer hears of it. */
function refund(payBack: PayBack, isBack: boolean): MacroStep {
  return {
    do: 'order_action',
    action: { do: 'refund', lines: [], shippingMinor: 0, amountMinor: null, payBack, tellsCustomer: false },
    from: { lines: { input: 'lines' }, shippingMinor: { input: 'shipping' } },
    each: { isBack },
    reason: '{{inputs.why}}',
  }
}
function either(name: string, answer: string, then: MacroStep[], otherwise: MacroStep[]): MacroStep {
  return { do: 'if', match: 'all', conditions: [{ on: 'input', name, anyOf: [answer] }], then, otherwise }
}
function withOrder(then: MacroStep[]): MacroStep {
  return { do: 'if', match: 'all', conditions: [{ on: 'order', isKnown: true }], then, otherwise: TO_ASK }
}

/**
 * The macros an account begins with: what agents read in its language, what customers read in theirs. `teamId`: who takes what is
 * passed on.
 */
export function shippedMacros(language: Language, teamId: number | null): { shipped: Shipped, definition: MacroDefinition }[] {
  const words = SHELF_WORDS[language]
  const pass: MacroStep[] = teamId === null ? [] : [{ do: 'assign_team', teamId }]
  const built: Record<Shipped, Pick<MacroDefinition, 'suggestedFor' | 'inputs' | 'steps'>> = {
    order_status: {
      suggestedFor: ['order_status', 'shipping_issues'],
      inputs: [],
      steps: [
        {
          do: 'if',
          match: 'all',
          conditions: [{ on: 'order', isKnown: true }],
          then: [{
            do: 'if',
            match: 'all',
            conditions: [{ on: 'fulfilment', anyOf: ['delivered'] }],
            then: [reply('delivered')],
            otherwise: [{
              do: 'if',
              match: 'all',
              conditions: [{ on: 'tracking', isKnown: true }],
              then: [reply('on_its_way')],
              otherwise: [reply('being_prepared')],
            }],
          }],
          otherwise: TO_ASK,
        },
        { do: 'add_labels', labels: ['order-status'] },
      ],
    },
    escalation: {
      suggestedFor: [],
      inputs: [{ type: 'text', name: 'reason', label: words.reason, isRequired: true }],
      steps: [
        { do: 'add_labels', labels: ['escalated'] },
        { do: 'set_priority', priority: 'high' },
        ...pass,
        { do: 'notify_supervisors', text: words.escalated },
        { do: 'add_note', text: words.context },
      ],
    },
    return_start: {
      suggestedFor: ['returns_refunds'],
      inputs: [{ type: 'text', name: 'address', label: words.address, isRequired: true }],
      steps: [
        {
          do: 'if',
          match: 'all',
          conditions: [{ on: 'order', isKnown: true }],
          then: [reply('return_steps'), { do: 'add_labels', labels: ['return'] }],
          otherwise: [reply('which_order')],
        },
        { do: 'set_status', status: 'pending', snoozeHours: null },
      ],
    },
    which_order: {
      suggestedFor: [],
      inputs: [],
      steps: [reply('which_order'), { do: 'set_status', status: 'pending', snoozeHours: null }],
    },
    damaged_item: {
      suggestedFor: ['returns_refunds'],
      inputs: [],
      steps: [reply('damaged'), { do: 'add_labels', labels: ['damaged'] }, { do: 'set_priority', priority: 'high' }],
    },
    fitment: {
      suggestedFor: ['technical_support', 'product_information'],
      inputs: [],
      steps: [reply('fitment'), { do: 'add_labels', labels: ['fitment'] }, ...pass],
    },
    back_in_stock: {
      suggestedFor: ['product_information'],
      inputs: [
        { type: 'text', name: 'product', label: words.product, isRequired: true },
        { type: 'date', name: 'day', label: words.day, isRequired: true },
      ],
      steps: [reply('back_in_stock'), { do: 'add_labels', labels: ['back-in-stock'] }, { do: 'set_status', status: 'snoozed', snoozeHours: 72 }],
    },
    close_kindly: {
      suggestedFor: [],
      inputs: [],
      steps: [reply('closing'), { do: 'set_status', status: 'resolved', snoozeHours: null }],
    },
    refund: {
      suggestedFor: ['returns_refunds'],
      inputs: [
        { type: 'order_lines', name: 'lines', label: words.lines, isRequired: true },
        { type: 'number', name: 'shipping', label: words.shipping, isRequired: false, min: 0 },
        { type: 'choice', name: 'where', label: words.where, isRequired: true, options: [words.original, words.credit] },
        { type: 'choice', name: 'goods', label: words.goods, isRequired: true, options: [words.back, words.kept] },
        { type: 'text', name: 'why', label: words.why, isRequired: true },
      ],
      steps: [
        withOrder([either(
          'where',
          words.credit,
          [either('goods', words.back, [refund('store_credit', true)], [refund('store_credit', false)]), reply('credited')],
          [either('goods', words.back, [refund('original', true)], [refund('original', false)]), reply('refunded')],
        )]),
        { do: 'add_labels', labels: ['refund'] },
      ],
    },
    goodwill_code: {
      suggestedFor: ['shipping_issues', 'returns_refunds'],
      inputs: [
        { type: 'number', name: 'percent', label: words.percent, isRequired: true, min: 1, max: 25 },
        { type: 'text', name: 'why', label: words.why, isRequired: true },
      ],
      steps: [
        withOrder([
          {
            do: 'order_action',
            action: { do: 'discount', off: { by: 'percent', percent: 10 }, days: 30 },
            from: { 'off.percent': { input: 'percent' } },
            each: {},
            reason: '{{inputs.why}}',
          },
          reply('goodwill'),
        ]),
        { do: 'add_labels', labels: ['goodwill'] },
      ],
    },
  }
  return SHIPPED.map(shipped => ({ shipped, definition: { ...words.macros[shipped], ...built[shipped] } }))
}
