import type { MacroDefinition, MacroStep, Rehearsal } from '#shared/contracts/macro'
import type { Page } from 'playwright-core'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { complaints, openSettingsBrowser } from '../browser-testing.ts'

const say = (text: string): MacroStep => ({ do: 'send_message', texts: { en: text, fr: text } })
const ORDER_STATUS: MacroDefinition = {
  name: 'Order status',
  description: 'Says where the parcel is, and asks for the number where no order is known.',
  suggestedFor: ['order_status', 'shipping_issues'],
  inputs: [{ type: 'choice', name: 'tone', label: 'Tone', isRequired: true, options: ['Short', 'Warm'] }],
  steps: [
    {
      do: 'if',
      match: 'all',
      conditions: [{ on: 'order', isKnown: true }, { on: 'fulfilment', anyOf: ['in_transit', 'out_for_delivery'] }],
      then: [
        say('Hi {{customer.name}}, {{order.name}} is on its way with {{shipment.carrier}}: {{shipment.url}}'),
        { do: 'if', match: 'any', conditions: [{ on: 'input', name: 'tone', anyOf: ['Warm'] }], then: [say('Thank you for your patience!')], otherwise: [] },
      ],
      otherwise: [say('Which order is it?'), { do: 'set_status', status: 'snoozed', snoozeHours: 48 }],
    },
    { do: 'ask_approval', neededRole: 'supervisor', dueMinutes: 120, text: 'May {{agent.name}} offer a discount?' },
    { do: 'add_labels', labels: ['asked-where-it-is'] },
  ],
}
const LONG: MacroDefinition = {
  ...ORDER_STATUS,
  inputs: [],
  steps: Array.from({ length: 20 }, (_, index) => say(`Step ${index} for {{customer.name}}, ${'as an agent would write it '.repeat(8)}`)),
}
function row(id: number, definition: unknown, over: object = {}) {
  return { id, position: id * 1000, is_enabled: true, version: 1, shipped: null, name: `Macro ${id}`, definition, ...over }
}
const USE = { macro_id: 1, uses: 214, done: 209, failed: 3, last_used_at: '2026-11-25T09:00:00Z' }
const REHEARSAL: Rehearsal = {
  version: 1,
  digest: 'x',
  canRun: false,
  plan: {
    language: 'en',
    badInputs: ['tone'],
    answers: {},
    orderId: null,
    branches: [
      { path: '0', isHeld: true, facts: {}, reasons: [{ condition: { on: 'order', isKnown: true }, verdict: 'held' }, { condition: { on: 'fulfilment', anyOf: ['in_transit'] }, verdict: 'held' }] },
      { path: '0.then.1', isHeld: false, facts: {}, reasons: [{ condition: { on: 'input', name: 'tone', anyOf: ['Warm'] }, verdict: 'unknown' }] },
    ],
    steps: [
      { path: '0.then.0', act: { do: 'send_message', texts: { en: 'x' } }, text: 'Hi Maya, #1042 is on its way with UPS: ', late: null, action: null, facts: {}, skipped: null, holes: [{ because: 'value', value: 'shipment.url' }] },
      { path: '1', act: { do: 'ask_approval', neededRole: 'supervisor', dueMinutes: 120, text: 'x' }, text: 'May Ada offer a discount?', late: null, action: null, facts: {}, skipped: null, holes: [] },
      { path: '2', act: { do: 'add_labels', labels: ['asked-where-it-is'] }, text: null, late: null, action: null, facts: {}, skipped: 'already', holes: [] },
    ],
  },
}
const COMMON: Record<string, unknown> = {
  '/functions/v1/setup/7/connections': { checks: [{ kind: 'chatwoot', finding: 'ok', detail: 'chat.shop.example', checkedAt: 1_795_000_000_000 }] },
  '/rest/v1/macro_webhooks': [{ name: 'ERP' }],
  '/functions/v1/macros/7/settings/webhooks': { webhooks: [{ id: 1, name: 'ERP', url: 'https://erp.example.com/hooks/support/conversations' }] },
  '/rest/v1/inboxes': [{ id: 5, name: 'Shop chat', channel: 'Channel::WebWidget' }],
  '/rest/v1/teams': [{ id: 4, name: 'Returns' }],
  '/rest/v1/sla_tiers': [{ id: 1, name: 'VIP' }],
  '/rest/v1/agents': [{ id: 1, name: 'Ada Lowe' }],
  '/rest/v1/rpc/macro_uses': [USE],
  '/rest/v1/chatwoot_macros': [
    row(1, ORDER_STATUS, { name: 'Order status', shipped: 'order_status', version: 2 }),
    row(2, { ...ORDER_STATUS, steps: [{ do: 'assign_team', teamId: null }] }, { name: 'To the workshop', is_enabled: false }),
    row(3, { ...ORDER_STATUS, steps: [{ do: 'launch_rocket' }] }, { name: 'From a later version', is_enabled: false }),
  ],
  '/rest/v1/chatwoot_macro_versions': [
    { version: 2, saved_by: 1, saved_at: '2026-11-25T09:00:00Z', definition: ORDER_STATUS },
    { version: 1, saved_by: null, saved_at: '2026-11-20T09:00:00Z', definition: { ...ORDER_STATUS, suggestedFor: [], steps: [...ORDER_STATUS.steps.slice(0, 1), { do: 'wait', minutes: 90 }] } },
  ],
  '/functions/v1/macros/7/chatwoot/macros': { macros: [
    { id: 1, name: 'Close with thanks', isPersonal: true, definition: ORDER_STATUS, losses: [{ action: 'mute_conversation', because: 'action', value: null }] },
    { id: 2, name: 'Send the catalogue', isPersonal: false, definition: null, losses: [{ action: 'send_attachment', because: 'action', value: null }] },
  ] },
  '/functions/v1/macros/7/12/rehearse': REHEARSAL,
}
const MANY = { ...COMMON, '/rest/v1/chatwoot_macros': Array.from({ length: 100 }, (_, index) => row(index + 1, LONG)) }

let settings: Awaited<ReturnType<typeof openSettingsBrowser>>
beforeAll(async () => void (settings = await openSettingsBrowser()), 60_000)
afterAll(async () => settings?.close())

async function check(page: Page, name: string, width: number) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true })
  expect(await complaints(page), name).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width)
}
const orderOf = async (page: Page, rows: string) => page.locator(rows).allInnerTexts()

describe('the macro builder in a browser', () => {
  it.each([
    ['en', 360, 'light', ['Import', 'Look at Chatwoot', 'Versions of Order status', 'Edit Order status', 'Number of a conversation', 'Rehearse', 'Insert a value']],
    ['en', 580, 'dark', ['Import', 'Look at Chatwoot', 'Versions of Order status', 'Edit Order status', 'Number of a conversation', 'Rehearse', 'Insert a value']],
    ['fr', 1000, 'light', ['Importer', 'Voir les macros de Chatwoot', 'Versions de Order status', 'Modifier Order status', 'Numéro d’une conversation', 'Répéter', 'Insérer une valeur']],
  ] as const)('is accessible and fits: %s, %i px, %s', async (language, width, colorScheme, [open, look, versions, edit, number, run, insert]) => {
    const page = await settings.open(COMMON, { language, width, colorScheme })
    const name = (state: string) => `${language}-${width}-${colorScheme}-${state}`
    const button = (words: string) => page.getByRole('button', { name: words }).first()
    await page.locator('nav').getByRole('button', { name: 'Macros' }).click()
    await page.locator('.macro').first().waitFor()
    await check(page, name('list'), width)
    await button(open).click()
    await button(look).click()
    await page.locator('.losses').first().waitFor()
    await button(versions).click()
    await page.locator('.change-lines').first().waitFor()
    await check(page, name('import'), width)
    await button(edit).click()
    await page.getByLabel(number).fill('12')
    await button(run).click()
    await page.locator('.rehearsal').waitFor()
    for (const at of [0, 1, 6]) {
      await page.locator('.step .sentence').nth(at).click()
      if (at === 1) await button(insert).click()
      await check(page, name(`step-${at}`), width)
      await page.keyboard.press('Escape')
    }
    await page.close()
  }, 90_000)

  it('draws the first of 100 macros of 20 steps before the rest', async () => {
    const page = await settings.open(MANY, { language: 'en', width: 580, colorScheme: 'light' })
    await page.locator('nav').getByRole('button', { name: 'Macros' }).click()
    await page.locator('.macro').nth(99).waitFor()
    await page.locator('nav').getByRole('button', { name: 'Connections' }).click()
    await page.locator('.connection').first().waitFor()
    const [first, fills] = z.tuple([z.number(), z.boolean()]).parse(await page.evaluate(`new Promise((resolve) => {
      const rows = document.getElementsByClassName('macro')
      const watch = () => rows.length > 0 ? resolve([rows.length, rows[rows.length - 1].getBoundingClientRect().bottom >= innerHeight]) : requestAnimationFrame(watch)
      Array.from(document.querySelectorAll('nav button')).find(one => one.textContent.trim() === 'Macros').click()
      watch()
    })`))
    expect(fills).toBe(true)
    expect(first).toBeLessThan(50)
    await page.locator('.macro').nth(99).waitFor()
    await page.close()
  }, 60_000)

  it('moves steps by drag into a branch, and by keys out of it, with the focus kept', async () => {
    const page = await settings.open(COMMON, { language: 'en', width: 580, colorScheme: 'light' })
    await page.locator('nav').getByRole('button', { name: 'Macros' }).click()
    await page.getByRole('button', { name: 'Edit Order status' }).click()
    const sentences = async () => (await orderOf(page, '.step .sentence')).map(text => text.replaceAll('\n', ' ').slice(0, 24))
    const label = page.locator('.step').filter({ hasText: /^\D*8Add the label/ }).last()
    await label.locator('.handle').dragTo(page.locator('.step .sentence').nth(1), { targetPosition: { x: 40, y: 2 } })
    expect((await sentences())[1]).toBe('2 Add the label asked-wh')
    await page.keyboard.press('ArrowUp')
    expect((await sentences())[0]).toBe('1 Add the label asked-wh')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Move step 1: arrow keys, or drag')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect((await sentences())[2]).toBe('3 Add the label asked-wh')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Move step 3: arrow keys, or drag')
    await page.close()
  }, 60_000)
})
