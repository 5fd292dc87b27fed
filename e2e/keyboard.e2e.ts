import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { latestCode, tabTo } from './desk.ts'
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

describe('an agent without a mouse', () => {
  it('opens a conversation, signs in, sends a draft and reads it in the thread', async () => {
    await page.locator('[data-conversation="2"]').waitFor()
    await tabTo(page, '[data-conversation="2"]')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Pitwall' }).waitFor()
    await tabTo(page, '[aria-label="Views of the conversation"] button:nth-child(2)')
    await page.keyboard.press('Enter')
    const panel = panelOf(page)
    await panel.getByRole('button', { name: 'Send the code' }).waitFor()
    await tabTo(page, 'button[type="submit"]')
    await page.keyboard.press('Enter')
    await panel.locator('input').first().waitFor()
    await page.keyboard.type(await latestCode(pitwall.url))

    await panel.getByRole('tab', { name: 'Concise' }).waitFor()
    await tabTo(page, 'a[href], button')
    await page.keyboard.press('3')
    await panel.locator('.draft-text', { hasText: '#4119' }).waitFor()
    await page.keyboard.press('u')
    const box = panel.getByRole('textbox', { name: 'Reply' })
    await expect.poll(async () => box.inputValue()).toContain('#4119')
    await expect.poll(async () => box.evaluate(element => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Control+Enter')
    await panel.getByRole('button', { name: /^Undo/ }).waitFor()

    await tabTo(page, '[aria-label="Views of the conversation"] button:nth-child(1)', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.locator('[data-side="out"]', { hasText: '#4119' }).waitFor({ timeout: 15_000 })
  })
})
