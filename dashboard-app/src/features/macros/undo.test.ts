// @vitest-environment happy-dom
import type { MacroUndo, UndoItem, UndoPreview } from '#shared/contracts/macro-undo'
import type { Answering } from '@/core/testing'
import { MacroRun } from '#shared/contracts/macro'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { ApiKey } from '@/core/api'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import { apiOver, json, problem } from '@/core/testing'
import MacroProgress from './MacroProgress.vue'
import { useMacrosStore } from './macros.store'
import { loadWords } from './words'

enableAutoUnmount(afterEach)

const RUN_ID = '00000000-0000-4000-8000-000000000001'
const ITEMS: UndoItem[] = [
  { path: '2', part: null, because: 'sent' },
  { path: '1', part: { part: 'priority', from: 'urgent', to: null }, because: null },
  { path: '0', part: { part: 'labels', labels: ['hot'] }, because: null },
]
const ACTS = [
  { do: 'add_labels', labels: ['hot'] },
  { do: 'set_priority', priority: 'urgent' },
  { do: 'send_message', texts: { en: 'Hello' } },
  { do: 'wait', minutes: 5 },
]
function runOf(state: string, undo: MacroUndo | null = null): MacroRun {
  const steps = ACTS.map((act, index) => ({
    path: String(index),
    act,
    text: null,
    skipped: null,
    holes: [],
    state: index === 3 ? 'todo' : 'done',
    code: null,
    until: null,
    became: null,
  }))
  return MacroRun.parse({
    id: RUN_ID,
    macroId: 1,
    macroName: 'Calm',
    conversationId: 41,
    startedBy: 'Ada',
    state,
    code: null,
    startedAt: 1,
    finishedAt: 2,
    change: null,
    steps,
    undo,
  })
}
function undone(): MacroUndo {
  return {
    askedBy: 'Ben',
    askedAt: 3,
    isOver: true,
    items: ITEMS.map((item, index) => {
      const state = item.part === null ? 'kept' : index === 1 ? 'failed' : 'done'
      return { ...item, state, code: state === 'failed' ? 'changed_since' : null }
    }),
  }
}

let preview: UndoPreview
let asked: string[]
let answerUndo: () => Response
beforeEach(() => {
  preview = { items: ITEMS, digest: 'shown', canUndo: true }
  asked = []
  answerUndo = () => json(runOf('stopped', undone()), 202)
})
const answer: Answering = (path, { method, body }) => {
  if (!path.endsWith('/undo')) return json({ macros: [], runs: [] })
  asked.push(`${method ?? 'GET'} ${typeof body === 'string' ? body : ''}`.trim())
  return method === 'POST' ? answerUndo() : json(preview)
}

async function open(run: MacroRun) {
  const i18next = await startI18n('en')
  await Promise.all([loadWords('en'), loadActionWords('en')])
  const pinia = createPinia()
  setActivePinia(pinia)
  const Shown = defineComponent(() => {
    const store = useMacrosStore()
    return () => store.run ? h(MacroProgress, { run: store.run }) : null
  })
  const page = mount(Shown, {
    attachTo: document.body,
    global: { plugins: [pinia, [I18NextVue, { i18next }] satisfies [typeof I18NextVue, object]], provide: { [ApiKey]: apiOver(answer) } },
  })
  const store = useMacrosStore()
  await store.open({ accountId: 7, conversationId: 41 })
  store.run = run
  await flushPromises()
  const button = (name: string) => page.findAll('button').find(one => one.text() === name)
  const press = async (name: string) => {
    await button(name)?.trigger('click')
    await flushPromises()
  }
  return { page, press, button, lines: () => page.findAll('.undo li').map(line => line.text()) }
}

describe('a run that was stopped', () => {
  it('shows what would be undone and what stays, and does nothing before it is told to', async () => {
    const { press, lines, page } = await open(runOf('stopped'))
    await press('Undo what can be undone')
    expect(lines()).toEqual([
      'Reply to the customer · was sent, and stays',
      'Priority: urgent → none · will be undone',
      'Labels: hot · will be undone',
    ])
    expect(asked).toEqual(['GET'])
    expect(document.activeElement).toBe(page.get('.undo').element)
    await press('Leave it as it is')
    expect([lines(), asked]).toEqual([[], ['GET']])
    expect(document.activeElement).toBe(page.get('.progress').element)
  })

  it('undoes what was shown from the keyboard, once, and says what became of it', async () => {
    const { press, lines, page, button } = await open(runOf('stopped'))
    await press('Undo what can be undone')
    const shown = page.get('.undo')
    await Promise.all([shown.trigger('keydown', { key: 'Enter', ctrlKey: true }), shown.trigger('keydown', { key: 'Enter', ctrlKey: true })])
    await flushPromises()
    expect(asked).toEqual(['GET', 'POST {"digest":"shown"}'])
    expect(lines()).toEqual([
      'Reply to the customer · was sent, and stays',
      'Priority: urgent → none · somebody changed it since',
      'Labels: hot · undone',
    ])
    expect(page.get('.undo h3').text()).toContain('Undone by Ben')
    expect(document.activeElement).toBe(page.get('.undo').element)
    expect(button('Undo what can be undone')).toBeUndefined()
  })

  it('shows what would be undone now when that has changed', async () => {
    const { press, lines, page } = await open(runOf('stopped'))
    await press('Undo what can be undone')
    preview = { items: [{ path: '1', part: null, because: 'changed' }], digest: 'new', canUndo: false }
    answerUndo = () => problem('macro_changed', 409)
    await press('Undo this')
    expect(page.get('[role="alert"]').text()).toContain('Nothing was undone')
    expect([lines(), page.get('.undo h3').text()]).toEqual([['Priority · somebody changed it since'], 'Nothing of this run can be undone.'])
  })

  it.each([
    ['running', null, false, false],
    ['done', null, false, false],
    ['failed', null, true, true],
    ['refused', null, true, false],
    ['failed', undone(), false, false],
  ] as const)('is undone or tried again only where that makes sense: %s', async (state, undo, canUndo, canRetry) => {
    const { button } = await open(runOf(state, undo))
    expect([Boolean(button('Undo what can be undone')), Boolean(button('Try the failed step again'))]).toEqual([canUndo, canRetry])
  })
})
