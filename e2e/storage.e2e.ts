import type { Browser } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { openConversation, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

let pitwall: RunningPitwall
const browsers: Browser[] = []

beforeAll(async () => { pitwall = await startPitwall() })
afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await pitwall?.stop()
})

/** The host on another site than the panel, as Chatwoot and Supabase are. */
async function openAcrossSites(storage: 'partitioned' | 'blocked') {
  const browser = await openBrowser(storage)
  browsers.push(browser)
  return openHost(browser, pitwall.url.replace('127.0.0.1', 'localhost'))
}

describe('a panel in a frame of another site', () => {
  it('keeps the session over conversations and a reload where storage is partitioned', async () => {
    const page = await openAcrossSites('partitioned')
    await signIn(await openConversation(page, 1), pitwall.url)
    await panelOf(page).getByRole('heading', { name: 'Order #4127' }).waitFor()
    await page.reload()
    const panel = await openConversation(page, 2)
    await panel.getByRole('heading', { name: 'Order #4119' }).waitFor()
    expect(await panel.getByRole('button', { name: 'Send the code' }).count()).toBe(0)
  })

  it('works where storage is blocked, and says what that costs', async () => {
    const page = await openAcrossSites('blocked')
    const panel = await openConversation(page, 3)
    await panel.getByText(/storage|remember|block/i).first().waitFor()
    await pitwall.advance(61)
    await signIn(panel, pitwall.url)
    await panel.getByRole('timer').waitFor()
  })
})
