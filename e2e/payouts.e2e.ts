import type { Browser, Page } from 'playwright-core'
import type { RunningPitwall } from './pitwall.ts'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser, openHost, panelOf } from './browser.ts'
import { axeFindings, openConversation, signIn } from './desk.ts'
import { startPitwall } from './pitwall.ts'

const BANK_TAKES_S = 120
const Keys = z.object({ webhook: z.string() })
const Token = z.object({ access_token: z.string() })

let folder: string
let pitwall: RunningPitwall
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pitwall-e2e-'))
  pitwall = await startPitwall({}, join(folder, 'data'))
  browser = await openBrowser()
  page = await openHost(browser, pitwall.url)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await pitwall?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(new URL(path, pitwall.url), { method: 'POST', body, headers })
  expect(answer.status).toBe(200)
  return answer.json()
}
/** What a merchant writes into an order in the shop's own admin: Pitwall hears of it from the shop alone. */
async function noteInShop(note: string) {
  const { webhook } = Keys.parse(JSON.parse(readFileSync(join(folder, 'data', 'keys.json'), 'utf8')))
  const who = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'pitwall-demo', client_secret: webhook })
  const { access_token } = Token.parse(await post('/standin/shopify/admin/oauth/access_token', who))
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': access_token }
  const query = 'mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }'
  const body = JSON.stringify({ query, variables: { input: { id: 'gid://shopify/Order/9127', note } } })
  expect(await post('/standin/shopify/admin/api/2026-10/graphql.json', body, headers)).toMatchObject({ data: { orderUpdate: { userErrors: [] } } })
}
async function shot(name: string) {
  expect(await axeFindings(page), name).toEqual([])
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `payouts-${name}.png`) })
}

describe('a refund that the bank refuses later', () => {
  it('is on its way first, and turns in the open panel without a click', async () => {
    const panel = await openConversation(page, 1)
    await signIn(panel, pitwall.url)
    await panel.getByRole('heading', { name: 'Order #4127' }).waitFor()
    const headers = { 'content-type': 'application/json' }
    await post('/__local/fault', JSON.stringify({ vendor: 'shopify', on: 'refundCreate', pending: { then: 'FAILURE', seconds: BANK_TAKES_S } }), headers)
    await panel.getByRole('button', { name: 'Actions', exact: true }).click()
    await panel.getByRole('button', { name: 'Refund', exact: true }).click()
    await panel.getByRole('spinbutton').last().fill('1')
    await page.keyboard.press('Enter')
    await panel.getByText('This will happen').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await panel.getByText('The bank has not confirmed it yet.').waitFor()
    await shot('pending')
    await pitwall.advance(BANK_TAKES_S)
    await panel.getByText(/did not reach the customer/).waitFor()
    expect(await panel.locator('.outcome .state').textContent()).toContain('Did not arrive')
    expect(await panel.locator('.outcome').evaluate(outcome => document.activeElement === outcome)).toBe(true)
    await shot('failed')
    await panel.getByRole('button', { name: 'Back' }).click()
    await panel.getByRole('region', { name: 'Done before' }).getByText('Did not arrive').waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  it('is told of in the conversation, in the bell and in the audit log', async () => {
    const panel = panelOf(page)
    await panel.getByRole('button', { name: /Notices, \d+ unread/ }).click()
    await panel.getByRole('list').getByText(/^Refund for #4127: \$[\d.]+ did not arrive \(Nora Whitfield\)$/).waitFor()
    await shot('notice')
    await page.keyboard.press('Escape')
    await panel.getByRole('button', { name: 'Settings', exact: true }).click()
    await panel.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Audit log' }).click()
    await panel.getByText(/^The money did not arrive: /).waitFor()
    await panel.getByRole('button', { name: 'Now', exact: true }).click()
    await page.getByRole('tab', { name: 'Messages' }).click()
    const notes = page.locator('[data-side="note"]', { hasText: 'did not arrive' })
    await expect.poll(async () => notes.count()).toBe(1)
    expect(await notes.textContent()).toContain('Give the same amount back once more')
  })
})

describe('an order that is changed in the shop itself', () => {
  it('shows in the open panel without a click', async () => {
    await page.getByRole('tab', { name: 'Pitwall' }).click()
    const panel = panelOf(page)
    await panel.getByRole('heading', { name: 'Order #4127' }).waitFor()
    await noteInShop('Left with the neighbour at number 9')
    await panel.getByText('Note: Left with the neighbour at number 9').waitFor()
  })
})
