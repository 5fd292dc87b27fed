import type { Frame, Page } from 'playwright-core'
import { z } from 'zod'

const Reading = z.object({ paintedAt: z.number(), shift: z.number() })
// What the agent came for in the panel, and the one line of the empty app.
const AWAITED = [['[role="timer"]', '.order-card article.order'], ['#empty']]

/** Lets every frame opened from now on note when what was awaited stood on the screen, and how much its layout jumped. */
export async function installPaintClock(page: Page): Promise<void> {
  await page.context().addInitScript((awaited: string[][]) => {
    const reading = { paintedAt: 0, shift: 0 }
    Object.assign(window, { paintClock: reading })
    const watcher = new MutationObserver(() => {
      if (!awaited.some(all => all.every(selector => document.querySelector(selector)))) return
      watcher.disconnect()
      requestAnimationFrame(() => {
        // A message posted before a frame is drawn arrives after it.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => { reading.paintedAt = performance.now() }
        port2.postMessage(null)
      })
    })
    watcher.observe(document, { childList: true, subtree: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!Reflect.get(entry, 'hadRecentInput')) reading.shift += Number(Reflect.get(entry, 'value'))
      }
    }).observe({ type: 'layout-shift', buffered: true })
  }, AWAITED)
}

/** The frame that the agent looks at. */
export async function visibleFrame(page: Page): Promise<Frame> {
  const element = await page.locator('iframe[id^="dashboard-app--frame-"]:visible').elementHandle()
  const frame = await element?.contentFrame()
  if (!frame) throw new Error('No dashboard app is open')
  return frame
}

/** `paintedAt`: milliseconds from the frame's navigation to the picture; `shift`: the sum of its layout shifts until now. */
export async function readPaintClock(frame: Frame) {
  await frame.waitForFunction(() => Reflect.get(Reflect.get(window, 'paintClock') ?? {}, 'paintedAt') > 0, null, { timeout: 30_000 })
  return Reading.parse(await frame.evaluate(() => Reflect.get(window, 'paintClock')))
}

/** What a key must lead to: something on the page, or a text of this length in the focused field. */
export interface KeyEffect { selector?: string, length?: number }

/** Milliseconds from pressing a key to the picture that shows its effect. */
export async function keyToPaint(page: Page, frame: Frame, key: string, effect: KeyEffect): Promise<number> {
  await frame.evaluate(({ selector, length }: KeyEffect) => {
    const isDone = () => {
      const field = document.activeElement
      return selector ? document.querySelector(selector) !== null : field instanceof HTMLTextAreaElement && field.value.length === length
    }
    const measured = new Promise((resolve) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const look = () => {
          if (!isDone()) return requestAnimationFrame(look)
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - timeStamp)
          port2.postMessage(null)
        }
        requestAnimationFrame(look)
      }, { once: true, capture: true })
    })
    Object.assign(window, { keyPaint: measured })
  }, effect)
  await page.keyboard.press(key)
  return z.number().parse(await frame.evaluate(() => Reflect.get(window, 'keyPaint')))
}
