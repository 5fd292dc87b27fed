import type { MacroStep } from '../contracts/macro.ts'
import type { PayBack } from '../contracts/order-action-parts.ts'
import type { SHELF_WORDS } from './shipped-words.ts'
import { REPLIES } from './shipped-replies.ts'

type Words = typeof SHELF_WORDS[keyof typeof SHELF_WORDS]
const WEEK_HOURS = 168
const LINES = { lines: { input: 'lines' } }

function when(name: string, answer: string, then: MacroStep[], otherwise: MacroStep[] = []): MacroStep {
  return { do: 'if', match: 'all', conditions: [{ on: 'input', name, anyOf: [answer] }], then, otherwise }
}
function say(name: keyof typeof REPLIES): MacroStep {
  return { do: 'send_message', texts: REPLIES[name] }
}
function withOrder(step: Omit<Extract<MacroStep, { do: 'order_action' }>, 'do' | 'each' | 'reason'>, each: Record<string, boolean> = {}): MacroStep {
  return { do: 'order_action', ...step, each, reason: '{{inputs.why}}' }
}

function refund(payBack: PayBack): MacroStep {
  return withOrder({
    action: { do: 'refund', lines: [], shippingMinor: 0, amountMinor: null, payBack, tellsCustomer: false },
    from: { ...LINES, shippingMinor: { input: 'shipping' } },
  }, { isBack: false })
}
/** `reason` is a handle of the shop's library. */
function comeBack(reason: string): MacroStep {
  return withOrder({ action: { do: 'return', reason, waivesFees: false }, from: { ...LINES, note: { input: 'why' } } })
}
function label(by: 'link' | 'buy'): MacroStep {
  const from = { returnId: { value: 'return.id' } }
  return withOrder({
    action: { do: 'return_label', label: by === 'link' ? { by, trackingNumber: '', trackingUrl: null } : { by }, tellsCustomer: false },
    from: by === 'link' ? { ...from, 'label.url': { input: 'label' } } : from,
  })
}

/**
 * What *Refund* does with an order that is known. Goods that stay are settled at once; for those that come back a return is opened,
 * with a label where there is one, and the conversation comes up again in a week: what the customer gets, they get when the goods are in.
 */
export function refundSteps(words: Words): MacroStep[] {
  const back: MacroStep[] = [
    when('cause', words.damaged, [comeBack('damaged')]),
    when('cause', words.defective, [comeBack('defective')]),
    when('cause', words.wrong, [comeBack('wrong-item')]),
    when('cause', words.other, [comeBack('other')]),
    {
      do: 'if',
      match: 'all',
      conditions: [{ on: 'answered', name: 'label', isKnown: true }],
      then: [label('link'), say('return_labelled')],
      otherwise: [{
        do: 'if',
        match: 'all',
        conditions: [{ on: 'label_shop', isKnown: true }],
        then: [label('buy'), say('return_labelled')],
        otherwise: [say('return_unlabelled')],
      }],
    },
    { do: 'add_note', text: words.whenBack },
    { do: 'add_labels', labels: ['return'] },
    { do: 'set_status', status: 'snoozed', snoozeHours: WEEK_HOURS },
  ]
  const kept: MacroStep[] = [
    when('gets', words.original, [refund('original'), say('refunded')]),
    when('gets', words.credit, [refund('store_credit'), say('credited')]),
    when('gets', words.again, [withOrder({ action: { do: 'replace', address: null }, from: LINES }), say('replaced')]),
    { do: 'add_labels', labels: ['refund'] },
  ]
  return [when('goods', words.back, back, kept)]
}
