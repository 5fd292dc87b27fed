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

describe('a macro', () => {
  it('is found, rehearsed and run by keyboard, and leaves its message and its receipt in the thread', async () => {
    const panel = await openConversation(page, 1)
    await signIn(panel, pitwall.url)
    const reply = panel.getByRole('textbox', { name: 'Reply' })
    await reply.waitFor()
    await reply.focus()
    await page.keyboard.press('Control+k')
    const palette = panel.getByRole('dialog')
    await palette.getByRole('option', { name: /Order status/ }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.type('order status')
    await page.keyboard.press('Enter')
    await palette.getByText(/your order #4127 is on its way/).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await picture(page, 'macro-rehearsal')
    await page.keyboard.press('Control+Enter')
    await palette.getByText('Done', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.getByText('Macro “Order status”, started by Maya Okafor').first().waitFor()
  })

  it('refunds one line that stays with the customer, who reads it, and leaves its receipts', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const panel = panelOf(page)
    await panel.getByRole('textbox', { name: 'Reply' }).focus()
    await page.keyboard.press('Control+k')
    const palette = panel.getByRole('dialog')
    await palette.getByRole('option', { name: /^Refund/ }).first().waitFor()
    await page.keyboard.type('refund')
    await page.keyboard.press('Enter')
    await palette.getByRole('group', { name: 'What it is about' }).getByRole('spinbutton').last().fill('1')
    await palette.getByRole('combobox', { name: 'Do the goods come back?' }).selectOption('No, they stay with the customer')
    await palette.getByRole('combobox', { name: 'What the customer gets' }).selectOption('To what was paid with')
    await palette.getByRole('combobox', { name: 'What is wrong' }).selectOption('It arrived damaged')
    await palette.getByRole('textbox', { name: 'Why' }).fill('Dented')
    await palette.getByText(/we have refunded \$[\d.,]+ for order #4127/).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await picture(page, 'macro-refund')
    await page.keyboard.press('Control+Enter')
    await palette.getByText('Done', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Messages' }).click()
    await page.getByText(/we have refunded \$[\d.,]+ for order #4127/).first().waitFor()
    await page.getByText('Refund for #4127').first().waitFor()
    await page.getByText('Macro “Refund”, started by Maya Okafor').first().waitFor()
  })
})
