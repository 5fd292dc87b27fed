import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

const LABEL = 'https://labels.example/4127.pdf'
let pitwall: RunningPitwall
let browser: Browser
let page: Page

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

async function shot(name: string) {
  expect(await axeFindings(page), name).toEqual([])
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `returns-${name}.png`) })
}
/** Opens one of the order's actions, from wherever the panel is. */
async function act(name: string) {
  const panel = panelOf(page)
  await panel.getByRole('button', { name: 'Actions', exact: true }).click()
  await panel.getByRole('button', { name, exact: true }).click()
  return panel
}
async function confirm() {
  const panel = panelOf(page)
  await panel.getByText('This will happen').waitFor()
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+Enter')
}

describe('a return from the order card', () => {
  it('is opened, gets a label that goes into the reply, and is taken in', async () => {
    const first = await openConversation(page, 1)
    await signIn(first, pitwall.url)
    await first.getByRole('heading', { name: 'Order #4127' }).waitFor()
    const panel = await act('Open a return')
    await panel.getByRole('spinbutton').last().fill('1')
    await panel.getByRole('combobox').first().selectOption({ index: 1 })
    await shot('form')
    await panel.getByRole('button', { name: 'Show what happens' }).click()
    await panel.getByText(/the policy allows it/).first().waitFor()
    await shot('rehearsal')
    await confirm()
    await panel.getByText('The receipt stands in the conversation').waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()

    await act('Return label')
    await panel.getByRole('tab', { name: 'Link', exact: true }).click()
    await panel.getByLabel('The label’s address').fill(LABEL)
    await shot('label')
    await panel.getByRole('button', { name: 'Show what happens' }).click()
    await confirm()
    await panel.getByRole('button', { name: 'Into the reply', exact: true }).click()
    await expect.poll(async () => panel.getByRole('textbox').evaluateAll(boxes => boxes.map(box => 'value' in box ? box.value : '').join())).toContain(LABEL)

    await act('Take the return in')
    await panel.getByText('Back on the shelf').first().waitFor()
    await shot('process')
    await panel.getByRole('button', { name: 'Show what happens' }).click()
    await panel.getByText('The return is closed').waitFor()
    await confirm()
    await panel.getByText('The receipt stands in the conversation').waitFor()
    await shot('done')
  })
})
