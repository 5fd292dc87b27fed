import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { chromium } from 'playwright-core'

const PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
// Playwright's own list switches storage partitioning off; without it a cross-site frame behaves as in a real browser.
const REAL_STORAGE = '--disable-features=Translate,HttpsUpgrades,MediaRouter'
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** `blocked` is what agents see whose browser denies storage to frames of another site. */
export type Storage = 'partitioned' | 'blocked'

export async function openBrowser(storage: Storage = 'partitioned'): Promise<Browser> {
  const executablePath = PATHS.find(path => path && existsSync(path))
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath, args: [...QUIET, ...(storage === 'partitioned' ? [REAL_STORAGE] : [])] })
}

export async function openHost(browser: Browser, url: string, options: BrowserContextOptions & { theme?: 'light' | 'dark' } = {}): Promise<Page> {
  const { theme = 'light', ...rest } = options
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: null, locale: 'en-US', ...rest })
  await context.addInitScript(value => localStorage.setItem('color_scheme', value), theme)
  const page = await context.newPage()
  // A busy machine is slow, not broken.
  await page.goto(url, { timeout: 120_000 })
  return page
}

export function panelOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[id^="dashboard-app--frame-"]:visible')
}
