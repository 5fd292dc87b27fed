// @vitest-environment happy-dom
import type { Category } from '#shared/contracts/judgement'
import type { MacroShelf } from '#shared/contracts/macro'
import type { Answering } from '@/core/testing'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ApiKey } from '@/core/api'
import { startI18n } from '@/core/i18n'
import { apiOver, json, later } from '@/core/testing'
import MacroPalette from './MacroPalette.vue'
import { useMacrosStore } from './macros.store'
import { loadWords } from './words'

enableAutoUnmount(afterEach)

const SHELF: MacroShelf = {
  macros: [macro(1, 'Escalate', []), macro(2, 'Order status', ['order_status']), macro(3, 'Refund', ['returns_refunds'])],
  runs: [],
}
let answer: Answering
let i18next: Awaited<ReturnType<typeof startI18n>>
beforeEach(async () => {
  answer = () => json(SHELF)
  i18next = await startI18n('en')
  await loadWords('en')
})

describe('the palette', () => {
  it('offers first what is for this kind of conversation', async () => {
    const palette = open({ category: 'returns_refunds' })
    await flushPromises()
    expect(palette.names()).toEqual(['Refund', 'Escalate', 'Order status'])
  })

  it('has the macros at hand in the next conversation, before the server has answered', async () => {
    const slow = later<Response>()
    const pinia = createPinia()
    open({ conversationId: 1, pinia })
    await flushPromises()
    answer = async () => slow.promise
    const palette = open({ conversationId: 2, category: 'order_status', pinia })
    expect(palette.names()).toEqual(['Order status', 'Escalate', 'Refund'])
    slow.settle(json({ ...SHELF, macros: SHELF.macros.slice(0, 2) }))
    await flushPromises()
    expect(palette.names()).toEqual(['Order status', 'Escalate'])
  })

  it('draws a screenful of a hundred at once, and all of them soon after, also when a search is given up', async () => {
    answer = () => json({ ...SHELF, macros: Array.from({ length: 100 }, (_, index) => macro(index, `Macro ${index}`, [])) })
    const palette = open()
    await flushPromises()
    expect(palette.names().length).toBeLessThan(20)
    await expect.poll(() => palette.names().length, { timeout: 10_000 }).toBe(100)
    await palette.search('Macro 99')
    expect(palette.names()).toEqual(['Macro 99'])
    await palette.search('')
    await expect.poll(() => palette.names().length).toBe(100)
  })

  it('shows nothing of another account meanwhile', async () => {
    const pinia = createPinia()
    open({ pinia })
    await flushPromises()
    answer = async () => later<Response>().promise
    expect(open({ accountId: 8, pinia }).names()).toEqual([])
  })

  it('is warmed once, and never under the hands of who has opened it', async () => {
    let asked = 0
    const pinia = createPinia()
    answer = () => {
      asked++
      return json(SHELF)
    }
    const palette = open({ pinia })
    await flushPromises()
    const store = useMacrosStore(pinia)
    store.refusal = 'macro_changed'
    await store.warm({ accountId: 7, conversationId: 99 })
    expect([asked, store.refusal, palette.names().length]).toEqual([1, 'macro_changed', 3])
  })
})

interface Opening { accountId?: number, conversationId?: number, category?: Category | null, pinia?: ReturnType<typeof createPinia> }
function open({ accountId = 7, conversationId = 41, category = null, pinia = createPinia() }: Opening = {}) {
  setActivePinia(pinia)
  HTMLDialogElement.prototype.showModal = function () { this.open = true }
  const props = { accountId, conversationId, orderId: null, category, modelValue: true }
  const provide = { [ApiKey]: apiOver((path, init) => answer(path, init)) }
  const palette = mount(MacroPalette, { props, global: { plugins: [pinia, [I18NextVue, { i18next }]], provide } })
  return {
    names: () => palette.findAll('[role="option"] .name').map(name => name.text()),
    search: async (words: string) => palette.get('[role="combobox"]').setValue(words),
  }
}
function macro(id: number, name: string, suggestedFor: Category[]): MacroShelf['macros'][number] {
  return { id, name, description: '', suggestedFor, inputs: [], acts: [], uses: 0 }
}
