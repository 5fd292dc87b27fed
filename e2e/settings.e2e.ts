import type { Browser, FrameLocator, Locator, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, signIn, tabTo } from './desk.ts'
import { startPitwall } from './pitwall.ts'

const ANGRY = 'This is the third time I ask and nobody answers! I am furious, this is unacceptable. Where is my order?'
const DRAFT = 'we are sorry for the wait and look into it now.'

let pitwall: RunningPitwall
let browser: Browser
let page: Page
let narrow: Page

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
  const panel = await openConversation(page, 1)
  await signIn(panel, pitwall.url)
  await panel.getByRole('timer').waitFor()
  narrow = await page.context().newPage()
  await narrow.setViewportSize({ width: 360, height: 800 })
  await narrow.goto(new URL('/panel/?account=1', pitwall.url).href)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

async function customerWrites(text: string, isNew = false) {
  if (isNew) await page.getByRole('checkbox', { name: 'new conversation' }).check()
  await page.locator('#customer-text').fill(text)
  await page.getByRole('button', { name: 'Send as customer' }).click()
}
async function openScreen(name: string, where: FrameLocator | Page = panelOf(page)): Promise<void> {
  await where.getByRole('button', { name: 'Settings', exact: true }).click()
  await where.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click()
}
/** The same screen beside the conversation and at 360 px: nothing for axe, nothing that overflows. */
async function expectSound(name: string, ready: (panel: FrameLocator | Page) => Locator) {
  await openScreen(name, narrow)
  await ready(narrow).waitFor()
  expect(await axeFindings(narrow), name).toEqual([])
  expect(await narrow.evaluate('document.documentElement.scrollWidth'), name).toBe(360)
  expect(await axeFindings(page), name).toEqual([])
  if (!process.env.SHOTS) return
  await page.screenshot({ path: join(process.env.SHOTS, `settings-${name}.png`) })
  await narrow.screenshot({ path: join(process.env.SHOTS, `settings-${name}-360.png`), fullPage: true })
}

describe('settings that act', () => {
  it('run a rule that was switched on, and log what it did', async () => {
    const panel = panelOf(page)
    await openScreen('Rules')
    await panel.getByRole('button', { name: 'New rule' }).click()
    await panel.getByLabel('Name').fill('Say that we are on it')
    await panel.getByRole('group', { name: 'Action 1' }).getByLabel('Do').selectOption('prepare_draft')
    await panel.getByLabel('Draft in English').fill(`Hello {{name}}, ${DRAFT}`)
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    for (const name of ['Frustrated VIP escalates', 'Say that we are on it']) {
      await panel.getByRole('switch', { name: `${name} is on` }).click()
      await expect.poll(async () => panel.getByRole('switch', { name: `${name} is on` }).isChecked()).toBe(true)
    }
    await customerWrites(ANGRY)
    await expect.poll(async () => page.locator('dt', { hasText: 'Priority' }).locator('+ dd').textContent()).toBe('urgent')
    await panel.getByRole('button', { name: 'Log of Frustrated VIP escalates', exact: true }).click()
    await panel.locator('.log').getByText('acted', { exact: true }).waitFor()
    expect(await panel.locator('.log .reasons li').first().textContent()).toContain('holds')
    await expectSound('Rules', where => where.getByRole('switch').first())
  })

  it('hold what a rule prepared above the queue, until a person sends it by keyboard', async () => {
    const panel = panelOf(page)
    await panel.getByRole('button', { name: 'Queue', exact: true }).click()
    const waiting = panel.locator('.approvals .row').filter({ hasText: DRAFT })
    await waiting.waitFor()
    expect(await axeFindings(page)).toEqual([])
    await panel.getByRole('button', { name: 'Queue', exact: true }).focus()
    await tabTo(page, '.approvals .row button.solid')
    await page.keyboard.press('Enter')
    await waiting.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.locator('[data-side="out"]', { hasText: DRAFT }).waitFor({ timeout: 15_000 })
    await page.getByRole('tab', { name: 'Pitwall' }).click()
  })

  it('give a new conversation to somebody once an inbox is switched on, and say why', async () => {
    const panel = panelOf(page)
    await openScreen('Routing')
    await panel.getByRole('checkbox', { name: 'Website chat' }).check()
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await panel.getByRole('status').getByText('Saved').waitFor()
    await expectSound('Routing', where => where.getByRole('checkbox', { name: 'Website chat' }))
    await customerWrites('Hello, can I still change the colour of my tent?', true)
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const chip = panelOf(page).getByRole('button', { name: /^Website chat/ })
    await expect.poll(async () => chip.textContent()).toMatch(/Website chat · (?!Unassigned)/)
    await chip.hover()
    await panelOf(page).getByRole('tooltip').getByText(/slots taken before|less to do than|the only one/).first().waitFor()
  })

  it('say who may give back how much, in the shop\'s money', async () => {
    await openScreen('Money')
    const panel = panelOf(page)
    await panel.getByText('Up to $50.00 in one action without a second person.').waitFor()
    await panel.getByRole('group', { name: 'Agent', exact: true }).getByLabel('Alone, in one action').fill('75')
    await panel.getByText('Up to $75.00 in one action').waitFor()
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    await panel.getByRole('status').getByText('Saved').waitFor()
    await expectSound('Money', where => where.getByText('Up to $75.00 in one action'))
  })

  it('tell all of it in the audit log, whose chain is whole', async () => {
    await openScreen('Audit log')
    const panel = panelOf(page)
    await panel.getByText('Maya Okafor approved a prepared reply').waitFor()
    await panel.getByText(/^Maya Okafor (?:added|changed) the routing in the inbox “Website chat”$/).waitFor()
    await panel.getByLabel('Kind of act').selectOption('approvals')
    await panel.getByText('A rule asked for approval of a prepared reply').last().waitFor()
    expect(await panel.locator('.act').filter({ hasNotText: 'a prepared reply' }).count()).toBe(0)
    await panel.getByRole('button', { name: 'Check the chain' }).click()
    await panel.getByText(/^Whole: \d+ rows/).waitFor()
    expect(await panel.locator('.result code').textContent()).toMatch(/^\d+:\d+:[0-9a-f]{64}$/)
    await expectSound('Audit log', where => where.locator('.act').first())
  })
})
