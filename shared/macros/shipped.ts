import type { Language } from '../contracts/judgement.ts'
import type { MacroDefinition, MacroStep } from '../contracts/macro.ts'
import { refundSteps } from './shipped-refund.ts'
import { REPLIES } from './shipped-replies.ts'
import { SHELF_WORDS } from './shipped-words.ts'

const SHIPPED = ['order_status', 'escalation', 'return_start', 'which_order', 'damaged_item', 'fitment', 'back_in_stock', 'close_kindly', 'refund_return', 'goodwill_code'] as const
type Shipped = typeof SHIPPED[number]
interface ShippedMacro { shipped: Shipped, replaces: string | null, definition: MacroDefinition }

function reply(name: keyof typeof REPLIES): MacroStep {
  return { do: 'send_message', texts: REPLIES[name] }
}

const TO_ASK: MacroStep[] = [reply('which_order'), { do: 'set_status', status: 'pending', snoozeHours: null }, { do: 'stop' }]

function withOrder(then: MacroStep[]): MacroStep {
  return { do: 'if', match: 'all', conditions: [{ on: 'order', isKnown: true }], then, otherwise: TO_ASK }
}

/**
 * The macros an account begins with: what agents read in its language, what customers read in theirs. `teamId`: who takes what is
 * passed on. `replaces`: the one of an earlier version whose place it takes where nobody changed that.
 */
export function shippedMacros(language: Language, teamId: number | null): ShippedMacro[] {
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
    refund_return: {
      suggestedFor: ['returns_refunds'],
      inputs: [
        { type: 'order_lines', name: 'lines', label: words.lines, isRequired: true },
        { type: 'choice', name: 'goods', label: words.goods, isRequired: true, options: [words.back, words.kept] },
        { type: 'choice', name: 'gets', label: words.gets, isRequired: true, options: [words.original, words.credit, words.again] },
        { type: 'choice', name: 'cause', label: words.cause, isRequired: true, options: [words.damaged, words.defective, words.wrong, words.other] },
        { type: 'text', name: 'why', label: words.why, isRequired: true },
        { type: 'number', name: 'shipping', label: words.shipping, isRequired: false, min: 0 },
        { type: 'text', name: 'label', label: words.label, isRequired: false },
        { type: 'text', name: 'address', label: words.addressUnlabelled, isRequired: false },
      ],
      steps: [{ do: 'if', match: 'all', conditions: [{ on: 'order', isKnown: false }], then: TO_ASK, otherwise: [] }, ...refundSteps(words)],
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
  return SHIPPED.map(shipped => ({ shipped, replaces: shipped === 'refund_return' ? 'refund' : null, definition: { ...words.macros[shipped], ...built[shipped] } }))
}
