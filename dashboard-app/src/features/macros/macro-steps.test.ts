// @vitest-environment happy-dom
import type { MacroRun } from '#shared/contracts/macro'
import { PlannedStep } from '#shared/contracts/macro'
import { mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import MacroSteps from './MacroSteps.vue'
import { loadWords } from './words'

let i18next: Awaited<ReturnType<typeof startI18n>>
beforeEach(async () => {
  i18next = await startI18n('en')
  await Promise.all([loadWords('en'), loadActionWords('en')])
})

const code = PlannedStep.parse({
  path: '0',
  act: { do: 'order_action', action: { do: 'discount', off: { by: 'percent', percent: 10 }, days: 30 }, reason: 'Late' },
  text: null,
  action: { orderId: 'gid://shopify/Order/1', wish: null, reason: 'Late', answer: null },
  skipped: null,
  holes: [],
})
const message = PlannedStep.parse({
  path: '1',
  act: { do: 'send_message', texts: { en: 'Use {{discount.code}} soon' } },
  text: 'Use ‹discount.code› soon',
  late: [{ parts: [{ text: 'Use ' }, { value: 'discount.code' }, { text: ' soon' }], isOptional: false }],
  skipped: null,
  holes: [],
})
type Became = MacroRun['steps'][number]['became']
function textWith(became: Became) {
  const steps = [{ ...code, became }, message]
  return mount(MacroSteps, { props: { steps }, global: { plugins: [[I18NextVue, { i18next }]] } }).get('blockquote')
}
const placed = { id: crypto.randomUUID(), detail: null, needsPerson: false, changes: [] }

describe('the text of a step that stands on one before it', () => {
  it('keeps the place of a value that is still to come', () => {
    expect(textWith(null).get('mark').text()).toBe('“Discount code”')
    expect(textWith({ ...placed, state: 'sent' }).find('mark').exists()).toBe(true)
  })

  it('says what the step before it brought', () => {
    const text = textWith({ ...placed, state: 'done', detail: 'THANKS-248' })
    expect(text.text()).toBe('Use THANKS-248 soon')
    expect(text.find('mark').exists()).toBe(false)
  })
})
