import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, picture, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

let pitwall: RunningPitwall
let browser: Browser
let page: Page
const errors: string[] = []

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
  page.on('pageerror', error => errors.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

describe('an agent at work', () => {
  it('signs in with the code that came by mail', async () => {
    const panel = await openConversation(page, 1)
    await picture(page, 'sign-in-light')
    await signIn(panel, pitwall.url)
    await panel.getByText('#4127').first().waitFor()
  })

  it('sees order, clock, drafts with sources and articles of the conversation', async () => {
    const panel = panelOf(page)
    await panel.getByRole('timer').getByText(/left|ago|late/).waitFor()
    await panel.getByRole('button', { name: 'Use draft' }).waitFor()
    expect(await panel.getByText('Ridgeline 2 Tent').count()).toBeGreaterThan(0)
    expect(await panel.getByText('Where is my order?').count()).toBeGreaterThan(0)
    for (const style of ['Formal', 'Friendly', 'Concise']) {
      await panel.getByText(style, { exact: true }).first().click()
      await panel.getByText(/#4127/).nth(1).waitFor()
    }
    await picture(page, 'now-580-light')
    expect(await axeFindings(page)).toEqual([])
  })

  it.each([[20, 'Lucía Fernández', 'Hola Lucía'], [30, 'Aïcha Benali', 'Bonjour Aïcha']])(
    'opens conversation %i and finds a draft in the customer\'s language, still signed in',
    async (id, name, greeting) => {
      const panel = await openConversation(page, id)
      await panel.getByText(name).first().waitFor()
      await panel.getByText(new RegExp(greeting)).first().waitFor()
      expect(await panel.getByRole('button', { name: 'Send the code' }).count()).toBe(0)
    },
  )

  it('sends a draft that then stands in Chatwoot\'s thread', async () => {
    const panel = await openConversation(page, 1)
    await panel.getByRole('button', { name: 'Use draft' }).click()
    const box = panel.getByRole('textbox', { name: 'Write' })
    const text = await box.inputValue()
    expect(text).toContain('#4127')
    await panel.getByRole('button', { name: /^Send/ }).click()
    await panel.getByRole('button', { name: 'Undo' }).waitFor()
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.locator('[data-side="out"]', { hasText: '#4127' }).waitFor({ timeout: 15_000 })
    expect(await page.locator('[data-side="out"]', { hasText: '#4127' }).count()).toBe(1)
  })

  it('shows that the promise was kept, without a reload', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    await panelOf(page).getByRole('timer').getByText(/kept|met|in time|answered/i).waitFor({ timeout: 15_000 })
  })

  it('takes a message back in time', async () => {
    const panel = await openConversation(page, 2)
    const box = panel.getByRole('textbox', { name: 'Write' })
    await box.fill('This one stays here')
    await panel.getByRole('button', { name: /^Send/ }).click()
    await panel.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.waitForTimeout(6_500)
    expect(await page.getByText('This one stays here').count()).toBe(0)
  })

  it('sees what a customer writes at once, with a clock that runs', async () => {
    await page.getByLabel('new conversation').check()
    await page.getByRole('combobox', { name: 'Customer' }).selectOption('2')
    await page.getByPlaceholder('Play the customer…').fill('Hello, where is my order #4119?')
    await page.getByRole('button', { name: 'Send as customer' }).click()
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const panel = panelOf(page)
    const timer = panel.getByRole('timer')
    await timer.getByText(/left/).waitFor({ timeout: 20_000 })
    await page.getByPlaceholder('Play the customer…').fill('It should have been here on Monday.')
    await page.getByRole('button', { name: 'Send as customer' }).click()
    await panel.getByText('It should have been here on Monday.').first().waitFor({ timeout: 10_000 })
    const before = await timer.innerText()
    await expect.poll(async () => timer.innerText(), { timeout: 5_000 }).not.toBe(before)
  })

  it('works in the dark, at 420 px and in French', async () => {
    const dark = await openHost(browser, pitwall.url, { theme: 'dark', locale: 'fr-FR', viewport: { width: 1280, height: 800 } })
    const panel = await openConversation(dark, 5)
    await panel.getByRole('button', { name: /code/i }).waitFor()
    await picture(dark, 'sign-in-420-dark-fr')
    expect(await axeFindings(dark)).toEqual([])
    await dark.context().close()
  })

  it('threw no error in the browser', () => expect(errors).toEqual([]))
})
