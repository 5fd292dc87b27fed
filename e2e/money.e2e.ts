import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, picture, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

let pitwall: RunningPitwall
let browser: Browser
let page: Page

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
})
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

describe('a refund from the order card', () => {
  it('is rehearsed, confirmed by keyboard, and paid once', async () => {
    const panel = await openConversation(page, 1)
    await signIn(panel, pitwall.url)
    await panel.getByRole('heading', { name: 'Order #4127' }).waitFor()
    await panel.getByRole('button', { name: 'Actions', exact: true }).click()
    await panel.getByRole('button', { name: 'Refund', exact: true }).click()
    expect(await axeFindings(page)).toEqual([])
    await panel.getByRole('spinbutton').last().fill('1')
    // From here to the confirmed refund: Enter, space, and Ctrl with Enter.
    await page.keyboard.press('Enter')
    await panel.getByText('This will happen').waitFor()
    await panel.getByText(/back to Visa 4242/).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await picture(page, 'refund-rehearsal')
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await panel.getByText('The receipt stands in the conversation').waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
    await expect.poll(async () => panelOf(page).getByText(/refunded/i).count()).toBeGreaterThan(0)
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.getByText('Refund for #4127').first().waitFor()
  })

  it('has other goods added, and the same goods sent again, each looked at first', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const panel = panelOf(page)
    await panel.getByRole('button', { name: 'Actions', exact: true }).click()
    await panel.getByRole('button', { name: 'Change the order', exact: true }).click()
    await panel.getByRole('searchbox', { name: 'Add an item' }).fill('lantern')
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: /^Add: / }).first().click()
    expect(await axeFindings(page)).toEqual([])
    await picture(page, 'edit-form')
    await panel.getByRole('button', { name: 'Show what happens' }).click()
    await panel.getByText(/is left to pay/).waitFor()
    await picture(page, 'edit-rehearsal')
    await panel.getByRole('button', { name: 'Back' }).click()
    await panel.getByRole('button', { name: 'Back' }).click()
    await panel.getByRole('button', { name: 'Send again, free', exact: true }).click()
    await panel.getByRole('spinbutton').last().fill('1')
    expect(await axeFindings(page)).toEqual([])
    await picture(page, 'replacement-form')
    await page.keyboard.press('Enter')
    await panel.getByText(/A free order/).waitFor()
    await picture(page, 'replacement-rehearsal')
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  it('shows what has been done before, and offers only what is left', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const panel = panelOf(page)
    await panel.getByRole('button', { name: 'Actions', exact: true }).click()
    await panel.getByRole('region', { name: 'Done before' }).getByText(/Refund \$/).waitFor()
    await panel.getByRole('button', { name: 'Refund', exact: true }).click()
    // Of two lanterns one is left, as of one tent.
    await expect.poll(async () => panel.getByText('of 1', { exact: true }).count()).toBe(2)
  })

  it('waits for a second person above the limit, and is paid once though the shop\'s answer is lost', async () => {
    await page.getByLabel('You are').selectOption({ label: 'Tom Lindqvist (agent)' })
    const tom = await openConversation(page, 2)
    await signIn(tom, pitwall.url, 'tom@alderandpine.example')
    await tom.getByRole('button', { name: 'Actions', exact: true }).click()
    await tom.getByRole('button', { name: 'Refund', exact: true }).click()
    await tom.getByRole('spinbutton').first().fill('1')
    await page.keyboard.press('Enter')
    await tom.getByText('This will happen').waitFor()
    await tom.getByText('a supervisor has to agree first').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await tom.getByText('Waiting for a second person').waitFor()
    expect(await axeFindings(page)).toEqual([])

    await page.getByLabel('You are').selectOption({ label: 'Maya Okafor (administrator)' })
    const maya = await openConversation(page, 2)
    await signIn(maya, pitwall.url, 'maya@alderandpine.example')
    await maya.getByRole('button', { name: 'Queue', exact: true }).click()
    const asked = maya.locator('.approvals .row').filter({ hasText: '#4119' })
    await asked.waitFor()
    expect(await axeFindings(page)).toEqual([])
    await breakShop({ on: 'refundCreate', dropped: true })
    await asked.getByRole('button', { name: 'Agree to it' }).click()
    await asked.waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Messages' }).click()
    const receipts = page.locator('[data-side="note"]', { hasText: 'Refund for #4119' })
    await expect.poll(async () => {
      await pitwall.advance(60)
      return receipts.count()
    }, { timeout: 60_000 }).toBe(1)
    expect(await receipts.textContent()).toContain('Asked for by Tom Lindqvist · approved by Maya Okafor')
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    await maya.getByRole('button', { name: 'Now', exact: true }).click()
    await maya.getByText('$64.00 refunded').waitFor()
  })
})

async function breakShop(fault: { on: string, dropped: boolean }): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(new URL('/__local/fault', pitwall.url), { method: 'POST', headers, body: JSON.stringify({ vendor: 'shopify', ...fault }) })
  expect(status).toBe(200)
}
