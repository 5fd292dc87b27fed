import type { Browser, FrameLocator, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, picture, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

const draftOf = (panel: FrameLocator) => panel.locator('.draft-text')
const SETTINGS = [['Connections', 'connections'], ['People', 'people'], ['SLA and hours', 'sla'], ['Articles', 'articles']] as const
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
    await panel.getByRole('heading', { name: 'Order #4127' }).waitFor()
  })

  it('sees order, clock, drafts with sources and articles of the conversation', async () => {
    const panel = panelOf(page)
    await panel.getByRole('timer').getByText(/left|ago|late/).waitFor()
    await panel.getByRole('button', { name: 'Use draft' }).waitFor()
    expect(await panel.getByText('Ridgeline 2 Tent').count()).toBeGreaterThan(0)
    expect(await panel.getByText('Where is my order?').count()).toBeGreaterThan(0)
    const drafts = new Set<string>()
    for (const style of ['Formal', 'Concise', 'Friendly']) {
      await panel.getByRole('tab', { name: style }).click()
      await expect.poll(async () => draftOf(panel).textContent()).toContain('#4127')
      drafts.add(await draftOf(panel).textContent() ?? '')
    }
    expect(drafts.size).toBe(3)
    expect(await panel.getByRole('list', { name: 'Facts and their sources' }).getByRole('button', { name: '#4127' }).count()).toBe(1)
    await picture(page, 'now-580-light')
    expect(await axeFindings(page)).toEqual([])
  })

  it.each([[20, 'Lucía Fernández', 'Hola, Lucía'], [30, 'Aïcha Benali', 'Bonjour Aïcha']])(
    'opens conversation %i and finds a draft in the customer\'s language, still signed in',
    async (id, name, greeting) => {
      const panel = await openConversation(page, id)
      await panel.getByRole('heading', { name }).waitFor()
      await expect.poll(async () => draftOf(panel).textContent()).toContain(greeting)
      expect(await panel.getByRole('button', { name: 'Send the code' }).count()).toBe(0)
    },
  )

  it('sends a draft that then stands in Chatwoot\'s thread', async () => {
    const panel = await openConversation(page, 1)
    await panel.getByRole('button', { name: 'Use draft' }).click()
    const box = panel.getByRole('textbox', { name: 'Reply' })
    const text = await box.inputValue()
    expect(text).toContain('#4127')
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    await panel.getByRole('button', { name: /^Undo/ }).waitFor()
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.locator('[data-side="out"]', { hasText: '#4127' }).waitFor({ timeout: 15_000 })
    expect(await page.locator('[data-side="out"]', { hasText: '#4127' }).count()).toBe(1)
  })

  it('shows that the promise was kept, without a reload', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const timer = panelOf(page).getByRole('timer')
    // What runs now is the promise of a resolution; the first reply stands behind the chip, kept.
    await timer.getByText('Resolution').waitFor({ timeout: 20_000 })
    await timer.hover()
    await panelOf(page).locator('.promise', { hasText: 'First reply' }).getByText('In time').waitFor()
  })

  it('takes a message back in time', async () => {
    const panel = await openConversation(page, 2)
    const box = panel.getByRole('textbox', { name: 'Reply' })
    await box.fill('This one stays here')
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    await panel.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(async () => box.inputValue()).toBe('This one stays here')
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
    const before = await timer.textContent()
    await expect.poll(async () => timer.textContent(), { timeout: 5_000 }).not.toBe(before)
  })

  it.each([
    ['now-580-dark', { theme: 'dark' }, 6],
    ['now-420-light-es', { locale: 'es-ES', viewport: { width: 1280, height: 800 } }, 20],
    ['now-420-dark-fr', { theme: 'dark', locale: 'fr-FR', viewport: { width: 1280, height: 800 } }, 30],
    ['now-page-light', { viewport: { width: 1920, height: 1080 } }, 5],
  ] as const)('is whole and clean as %s', async (name, options, id) => {
    const other = await openHost(browser, pitwall.url, { ...options, storageState: await page.context().storageState() })
    const panel = await openConversation(other, id)
    await panel.getByRole('timer').waitFor()
    await expect.poll(async () => draftOf(panel).count()).toBe(1)
    await picture(other, name)
    expect(await axeFindings(other)).toEqual([])
    await other.context().close()
  })

  it('finds every section of the settings clean', async () => {
    const panel = await openConversation(page, 1)
    await panel.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Settings' }).click()
    for (const [section, name] of SETTINGS) {
      await panel.getByRole('button', { name: section, exact: true }).click()
      await panel.locator('.screen h2').first().waitFor()
      await expect.poll(async () => panel.locator('.screen .skeleton').count()).toBe(0)
      await picture(page, `settings-${name}`)
      expect(await axeFindings(page)).toEqual([])
    }
  })

  it('threw no error in the browser', () => expect(errors).toEqual([]))
})
