import type { FrameLocator, Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { panelOf } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const Outbox = z.object({ mails: z.array(z.object({ to: z.string(), code: z.string().nullable() })) })
const Violations = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }))

/** Opens a conversation in the host and its Pitwall tab, as an agent does. */
export async function openConversation(page: Page, id: number): Promise<FrameLocator> {
  await page.locator(`[data-conversation="${id}"]`).click()
  await page.getByRole('tab', { name: 'Pitwall' }).click()
  return panelOf(page)
}

/** Signs in with the code from the demo's mail drawer: the newest, or the newest to `to`. */
export async function signIn(panel: FrameLocator, url: string, to?: string): Promise<void> {
  await panel.getByRole('button', { name: 'Send the code' }).click()
  const input = panel.locator('input').first()
  await input.waitFor()
  await input.pressSequentially(await latestCode(url, to))
}

export async function latestCode(url: string, to?: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { mails } = Outbox.parse(await (await fetch(new URL('/__local/outbox', url))).json())
    const code = mails.find(mail => mail.code && (to === undefined || mail.to === to))?.code
    if (code) return code
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('No sign-in code arrived')
}

/** What axe finds in the page and in the panel; an empty list is clean. */
export async function axeFindings(page: Page): Promise<string[]> {
  const findings: string[] = []
  for (const frame of page.frames()) {
    await frame.evaluate(AXE)
    const violations = await frame.evaluate('axe.run(document, { iframes: false }).then(({ violations }) => violations)')
    findings.push(...Violations.parse(violations).map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`))
  }
  return findings
}

/** Presses Tab until the wanted element has the focus, in whatever frame it is; says so when a keyboard cannot reach it. */
export async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 90): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press(key)
    for (const frame of page.frames()) {
      const isThere = await frame
        .evaluate(wanted => document.hasFocus() && document.activeElement?.matches(wanted), selector)
        .catch(() => false)
      if (isThere) return
    }
  }
  throw new Error(`The keyboard did not reach ${selector}`)
}

/** Keeps a picture for the README when PICTURES is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `docs/pictures/${name}.png` })
}
