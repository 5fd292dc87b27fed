import type { Frame, Page } from 'playwright-core'
import type { Reporter } from './figure.ts'
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { z } from 'zod'
import { openBrowser, openHost } from '../e2e/browser.ts'
import { openConversation, signIn } from '../e2e/desk.ts'
import { startPitwall } from '../e2e/pitwall.ts'
import { BUDGET_KB, readFirstView } from '../scripts/first-view.ts'
import { startEmptyApp } from './empty-app.ts'
import { percentile } from './figure.ts'
import { installPaintClock, keyToPaint, readPaintClock, visibleFrame } from './paint-clock.ts'

const CONVERSATIONS = [1, 2, 20, 30]
const WARM_SAMPLES = 32
const COLD_SAMPLES = 16
const KEY_ROUNDS = 10
// An agent reads before they open the next one. Faster than this for long, and Shopify's rate limit answers in the shop's place.
const READING_MS = 3_000
const TARGETS = { warmP50: 300, warmP95: 600, coldP50: 1200, key: 100, shift: 0.05 }
const LETTERS = 'hello'
const People = z.object({ agents: z.array(z.object({ token: z.string(), role: z.string() })) })

/** What the agent meets at every conversation: how soon order and clock stand there, whether they jump, how fast keys answer. */
export async function measure({ report }: Reporter): Promise<void> {
  if (spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) throw new Error('The panel does not build')
  report('first_view', readFirstView('dist/panel').reduce((sum, { kB }) => sum + kB, 0), 'kB', BUDGET_KB)

  const pitwall = await startPitwall()
  const empty = await startEmptyApp()
  await registerApp(pitwall.url, empty.url)
  const browser = await openBrowser()
  const page = await openHost(browser, pitwall.url)
  await installPaintClock(page)
  const panel = await openConversation(page, CONVERSATIONS[0] ?? 1)
  await signIn(panel, pitwall.url)
  for (const id of CONVERSATIONS) await openPanel(page, id)

  const warm = { painted: new Array<number>(), shift: new Array<number>(), empty: new Array<number>() }
  for (let sample = 0; sample < WARM_SAMPLES; sample++) {
    const { paintedAt, shift } = await openPanel(page, CONVERSATIONS[sample % CONVERSATIONS.length] ?? 1)
    warm.painted.push(paintedAt)
    warm.shift.push(shift)
    await page.getByRole('tab', { name: 'Empty' }).click()
    warm.empty.push((await readPaintClock(await visibleFrame(page))).paintedAt)
    await page.getByRole('tab', { name: 'Pitwall' }).click()
  }
  const cold = { painted: new Array<number>(), shift: new Array<number>() }
  for (let sample = 0; sample < COLD_SAMPLES; sample++) {
    await forgetBriefs(await visibleFrame(page))
    const { paintedAt, shift } = await openPanel(page, CONVERSATIONS[sample % CONVERSATIONS.length] ?? 1)
    cold.painted.push(paintedAt)
    cold.shift.push(shift)
  }
  const keys = await pressKeys(page, await visibleFrame(page))
  await browser.close()
  await empty.stop()
  await pitwall.stop()

  report('warm_p50', percentile(warm.painted, 0.5), 'ms', TARGETS.warmP50)
  report('warm_p95', percentile(warm.painted, 0.95), 'ms', TARGETS.warmP95)
  report('warm_p50_beside_empty', percentile(warm.painted, 0.5), 'ms', percentile(warm.empty, 0.5))
  report('cold_p50', percentile(cold.painted, 0.5), 'ms', TARGETS.coldP50)
  report('warm_shift_worst', Math.max(...warm.shift), 'share', TARGETS.shift)
  report('cold_shift_worst', Math.max(...cold.shift), 'share', TARGETS.shift)
  for (const [name, took] of Object.entries(keys)) report(`key_p95.${name}`, percentile(took, 0.95), 'ms', TARGETS.key)
  report('key_p95', percentile(Object.values(keys).flat(), 0.95), 'ms', TARGETS.key)
}

/** Opens the panel beside a conversation and waits until it has come to rest. */
async function openPanel(page: Page, id: number) {
  const panel = await openConversation(page, id)
  const frame = await visibleFrame(page)
  const { paintedAt } = await readPaintClock(frame)
  await panel.locator('.draft-card [role="tabpanel"][aria-busy="false"]').waitFor()
  const { shift } = await readPaintClock(frame)
  await page.waitForTimeout(READING_MS)
  return { paintedAt, shift }
}

async function forgetBriefs(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('pitwall.brief.')) localStorage.removeItem(key)
    }
  })
}

async function pressKeys(page: Page, frame: Frame) {
  const took = { style: new Array<number>(), use: new Array<number>(), letter: new Array<number>(), help: new Array<number>() }
  const leaveField = async () => frame.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  const composer = frame.locator('textarea').first()
  for (let round = 0; round < KEY_ROUNDS; round++) {
    await composer.fill('')
    await leaveField()
    for (const [index, key] of ['1', '2', '3'].entries()) {
      took.style.push(await keyToPaint(page, frame, key, { selector: `.draft-card [role="tab"]:nth-child(${index + 1})[aria-selected="true"]` }))
    }
    took.use.push(await keyToPaint(page, frame, 'u', { selector: 'textarea:focus:not(:placeholder-shown)' }))
    const before = (await composer.inputValue()).length
    for (const [index, letter] of [...LETTERS].entries()) {
      took.letter.push(await keyToPaint(page, frame, letter, { length: before + index + 1 }))
    }
    await leaveField()
    took.help.push(await keyToPaint(page, frame, '?', { selector: 'dialog[open]' }))
    took.help.push(await keyToPaint(page, frame, 'Escape', { selector: 'body:not(:has(dialog[open]))' }))
  }
  return took
}

async function registerApp(pitwallUrl: string, url: string): Promise<void> {
  const chatwoot = new URL('/standin/chatwoot/', pitwallUrl)
  const { agents } = People.parse(await (await fetch(new URL('demo/people', chatwoot))).json())
  const response = await fetch(new URL('api/v1/accounts/1/dashboard_apps', chatwoot), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'api_access_token': agents.find(({ role }) => role === 'administrator')?.token ?? '' },
    body: JSON.stringify({ dashboard_app: { title: 'Empty', content: [{ type: 'frame', url }] } }),
  })
  if (!response.ok) throw new Error(`Chatwoot did not take the empty app: ${response.status}`)
}
