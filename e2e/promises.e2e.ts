import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

const Mails = z.object({ mails: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string() })) })
const Slack = z.object({ messages: z.array(z.object({ text: z.string() })) })
const MINUTE = 60

let pitwall: RunningPitwall
let browser: Browser
let page: Page

beforeAll(async () => {
  pitwall = await startPitwall()
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
  const panel = await openConversation(page, 1)
  await signIn(panel, pitwall.url)
  await panel.getByRole('timer').waitFor()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
})

async function local<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  return schema.parse(await (await fetch(new URL(`/__local/${path}`, pitwall.url))).json())
}
/** What Chatwoot's own side bar says. */
async function priorityShown(): Promise<string> {
  return page.locator('dt', { hasText: 'Priority' }).locator('+ dd').textContent().then(text => text ?? '')
}
async function picture(name: string) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) })
}

describe('a promise broken on purpose', () => {
  it('shows every clock of a conversation behind its chip', async () => {
    const panel = panelOf(page)
    await panel.getByRole('timer').hover()
    await panel.getByText('Resolution', { exact: true }).waitFor()
    await picture('promise-clocks')
    expect(await axeFindings(page)).toEqual([])
  })

  it('alarms the supervisor in the panel, by mail and in Slack, and raises the priority', async () => {
    const panel = panelOf(page)
    const before = await priorityShown()
    await pitwall.advance(4 * MINUTE)
    await pitwall.advance(2 * MINUTE)
    await panel.getByRole('button', { name: /Notices, \d+ unread/ }).click({ timeout: 20_000 })
    await panel.getByRole('list').getByText('Nora Whitfield: the first reply is late').waitFor()
    await picture('promise-notices')
    expect(await axeFindings(page)).toEqual([])
    expect([before, await priorityShown()]).toEqual(['high', 'urgent'])
    const { mails } = await local('outbox', Mails)
    expect(mails.some(({ subject }) => subject.startsWith('Broken: first reply'))).toBe(true)
    const { messages } = await local('slack', Slack)
    expect(messages.some(({ text }) => text.includes('Broken: first reply'))).toBe(true)
  }, 120_000)

  it('is counted, with an interval, and found again behind its figure', async () => {
    const panel = panelOf(page)
    await page.keyboard.press('Escape')
    await panel.getByRole('button', { name: 'Insights' }).click()
    await panel.getByRole('checkbox', { name: 'Also from before' }).check()
    const whole = panel.getByRole('row', { name: /^All promises/ })
    await whole.getByText(/% to .*% with 95 % confidence/).waitFor({ state: 'attached' })
    expect(Number(await whole.getByRole('cell').nth(2).textContent())).toBeGreaterThan(0)
    await panel.getByRole('button', { name: 'VIP' }).click()
    const found = panel.getByRole('listitem').filter({ hasText: 'First response' }).filter({ hasText: 'Broken' })
    expect(await found.getByRole('link', { name: 'Open conversation 1', exact: true }).getAttribute('href')).toMatch(/\/conversations\/1$/)
    await picture('promise-insights')
    expect(await axeFindings(page)).toEqual([])
    await panel.getByRole('button', { name: 'Now' }).click()
    await panel.getByRole('button', { name: /Notices, \d+ unread/ }).click()
  })

  it('is read and marked by keyboard alone', async () => {
    const panel = panelOf(page)
    await panel.getByRole('button', { name: 'Mark all as read' }).focus()
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    expect(await panel.getByRole('region', { name: 'Notices' }).count()).toBe(0)
  })
})
