import type { Page } from 'playwright-core'
import type { MacroDefinition, MacroStep } from '../shared/contracts/macro.ts'
import type { Reporter } from './figure.ts'
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { z } from 'zod'
import { openBrowser, openHost } from '../e2e/browser.ts'
import { openConversation, signIn } from '../e2e/desk.ts'
import { startPitwall } from '../e2e/pitwall.ts'
import { Rehearsal } from '../shared/contracts/macro.ts'
import { signInAgent } from './agent.ts'
import { percentile } from './figure.ts'
import { installPaintClock, keyToPaint, visibleFrame } from './paint-clock.ts'

const MACROS = 100
const STEPS = 20
const SAMPLES = 24
// More than its list shows without scrolling.
const PALETTE_ROWS = 7
const TARGETS = { rehearsal: 400, effect: 300, open: 100 }
const Begun = z.object({ id: z.uuid() })
const Effect = z.array(z.object({ updated_at: z.string(), created_at: z.string() }))

/** What an agent waits for: what a macro would do, its first effect, the palette and the list of a hundred. */
export async function measure({ report }: Reporter): Promise<void> {
  if (spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) throw new Error('The panel does not build')
  const pitwall = await startPitwall()
  const agent = await signInAgent(pitwall.url)
  const ids = await store(agent.client)
  const took: Record<'rehearsal' | 'money' | 'effect', number[]> = { rehearsal: [], money: [], effect: [] }
  for (let sample = 0; sample <= SAMPLES; sample++) {
    const plain = await rehearse(ids.plain)
    const money = await rehearse(ids.money)
    const effect = await run(ids.note)
    // The first round pays for plans and code that the others find ready.
    if (sample === 0) continue
    took.rehearsal.push(plain.ms)
    took.money.push(money.ms)
    took.effect.push(effect)
  }
  report('rehearsal_p95', percentile(took.rehearsal, 0.95), 'ms', TARGETS.rehearsal)
  report('rehearsal_with_refund_p95', percentile(took.money, 0.95), 'ms', TARGETS.rehearsal)
  report('first_effect_p95', percentile(took.effect, 0.95), 'ms', TARGETS.effect)
  const browser = await openBrowser()
  const page = await openHost(browser, pitwall.url)
  await beginAt(page, pitwall.url)
  const opened = await openPalette(page, PALETTE_ROWS)
  const whole = await openPalette(page, MACROS)
  const listed = await openList(page)
  await browser.close()
  await pitwall.stop()

  report('palette_open_p95', percentile(opened, 0.95), 'ms', TARGETS.open)
  report('palette_whole_p95', percentile(whole, 0.95), 'ms')
  report('list_open_p95', percentile(listed, 0.95), 'ms', TARGETS.open)

  async function rehearse(macroId: number) {
    const started = performance.now()
    const response = await agent.call('macros/1/1/rehearse', { method: 'POST', body: JSON.stringify({ macroId, inputs: {} }) })
    const rehearsal = Rehearsal.parse(await response.json())
    return { ms: performance.now() - started, rehearsal }
  }
  /** From the answer's way out until Chatwoot has the first effect, by the clock of the stack. */
  async function run(macroId: number): Promise<number> {
    const { rehearsal: { digest } } = await rehearse(macroId)
    const asked = { macroId, inputs: {}, digest, key: crypto.randomUUID() }
    const { id } = Begun.parse(await (await agent.call('macros/1/1/run', { method: 'POST', body: JSON.stringify(asked) })).json())
    for (;;) {
      const { data } = await agent.client.from('outbox').select('created_at, updated_at').eq('macro_run_id', id).eq('state', 'done').order('id').limit(1)
      const [first] = Effect.parse(data)
      const started = await agent.client.from('macro_runs').select('started_at').eq('id', id).single()
      if (first) return Date.parse(first.updated_at) - Date.parse(z.object({ started_at: z.string() }).parse(started.data).started_at)
    }
  }
}

/** A hundred macros of twenty steps, and the three that are measured. */
async function store(client: Awaited<ReturnType<typeof signInAgent>>['client']) {
  const note: MacroStep = { do: 'add_note', text: 'About {{order.name}} of {{customer.name}}' }
  const refund: MacroStep = { do: 'order_action', action: { do: 'refund', amountMinor: 100 }, from: {}, each: {}, reason: 'Goodwill' }
  const macro = (name: string, steps: MacroStep[]): MacroDefinition => ({ name, description: 'Of the bench', suggestedFor: [], inputs: [], steps })
  const many = Array.from({ length: MACROS }, (_, index) => macro(`Bench ${index}`, Array.from({ length: STEPS }, () => note)))
  const measured = [macro('Plain', Array.from({ length: STEPS }, () => note)), macro('Refund a dollar', [refund, note]), macro('One note', [note])]
  const rows = [...measured, ...many].map((definition, index) => ({ account_id: 1, position: 100 + index, definition }))
  const { data, error } = await client.from('chatwoot_macros').insert(rows).select('id').order('position')
  if (error) throw error
  const [plain = 0, money = 0, one = 0] = z.array(z.object({ id: z.number() })).parse(data).map(({ id }) => id)
  return { plain, money, note: one }
}

async function beginAt(page: Page, url: string): Promise<void> {
  await installPaintClock(page)
  const panel = await openConversation(page, 1)
  await signIn(panel, url)
  await panel.getByRole('textbox', { name: 'Reply' }).waitFor()
}

/** Milliseconds from the key to the picture of the palette with so many of its macros. */
async function openPalette(page: Page, rows: number): Promise<number[]> {
  const frame = await visibleFrame(page)
  const took: number[] = []
  for (let sample = 0; sample <= SAMPLES; sample++) {
    await frame.getByRole('textbox', { name: 'Reply' }).focus()
    const ms = await keyToPaint(page, frame, 'Control+k', { selector: `dialog[open] [role="option"]:nth-child(${rows})` })
    if (sample > 0) took.push(ms)
    await page.keyboard.press('Escape')
  }
  return took
}

/** Milliseconds from the click to the picture of the list in the settings, its rows filling the window. */
async function openList(page: Page): Promise<number[]> {
  const frame = await visibleFrame(page)
  await frame.getByRole('button', { name: 'Settings', exact: true }).click()
  const menu = frame.getByRole('navigation', { name: 'Settings' })
  const took: number[] = []
  for (let sample = 0; sample <= SAMPLES; sample++) {
    await menu.getByRole('button', { name: 'Connections' }).click()
    await frame.locator('.connection').first().waitFor()
    const ms = await frame.evaluate(`new Promise((resolve) => {
      const button = Array.from(document.querySelectorAll('nav button')).find(one => one.textContent.trim() === 'Macros')
      const started = performance.now()
      const isFull = () => Array.from(document.querySelectorAll('.macro')).at(-1)?.getBoundingClientRect().bottom >= innerHeight
      const { port1, port2 } = new MessageChannel()
      // A message posted before a frame is drawn arrives after it.
      port1.onmessage = () => resolve(performance.now() - started)
      const watch = () => isFull() ? port2.postMessage(null) : requestAnimationFrame(watch)
      button.click()
      requestAnimationFrame(watch)
    })`)
    if (sample > 0) took.push(z.number().parse(ms))
  }
  return took
}
