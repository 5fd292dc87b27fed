import type { Browser, Page } from 'playwright-core'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { openBrowser } from '../../../../e2e/browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const MOUNT = `
  import { createClient } from '@supabase/supabase-js'
  import I18NextVue from 'i18next-vue'
  import { createPinia } from 'pinia'
  import { createApp } from 'vue'
  import { ApiKey, createApi } from '@/core/api'
  import { startI18n } from '@/core/i18n'
  import { SupabaseKey } from '@/core/supabase'
  import SettingsSection from '@/features/settings/SettingsSection.vue'
  import { loadWords } from '@/features/settings/words'
  import '@/styles/tokens.css'
  import '@/styles/base.css'
  const { lang } = document.documentElement
  const i18next = await startI18n(lang)
  await loadWords(lang)
  const client = createClient(location.origin, 'key', { accessToken: async () => 'token' })
  createApp(SettingsSection, { accountId: 7, me: { email: 'ada@shop.example', role: 'admin' } })
    .use(createPinia())
    .use(I18NextVue, { i18next })
    .provide(SupabaseKey, async () => client)
    .provide(ApiKey, createApi({ url: location.origin + '/functions/v1', publishableKey: 'key', token: async () => 'token' }))
    .mount('#app')`
const PAGE_MODULE = {
  name: 'settings-page',
  resolveId: (id: string) => id === '/settings-page.js' ? id : undefined,
  load: (id: string) => id === '/settings-page.js' ? MOUNT : undefined,
}
const INCLUDE = ['vue', 'pinia', 'i18next', 'i18next-vue', '@supabase/supabase-js', 'zod', 'marked', 'dompurify']

export interface PageWishes { language: string, width: number, colorScheme: 'light' | 'dark' }

/** The settings in a real browser, with what the server would answer by path; close it when the tests are over. */
export async function openSettingsBrowser() {
  const cacheDir = mkdtempSync(join(tmpdir(), 'pitwall-settings-'))
  const vite = await createServer({
    configFile: 'vite.config.ts',
    plugins: [PAGE_MODULE],
    cacheDir,
    logLevel: 'error',
    server: { port: 0, hmr: false },
    optimizeDeps: { noDiscovery: true, include: INCLUDE },
  })
  await vite.listen()
  const origin = new URL(vite.resolvedUrls?.local[0] ?? '').origin
  const browser: Browser = await openBrowser()

  return {
    async open(answers: Record<string, unknown>, { language, width, colorScheme }: PageWishes): Promise<Page> {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.route(/\/(?:functions|rest)\/v1\//, async route => route.fulfill({ json: answers[new URL(route.request().url()).pathname] }))
      await page.route('**/blank', async route => route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="${language}"><head><title>Pitwall</title></head><body style="overflow:auto"><div id="app"></div><script type="module" src="/panel/settings-page.js"></script></body></html>`,
      }))
      page.on('pageerror', e => console.error(String(e)))
      page.on('console', m => console.error(m.text()))
      page.on('response', r => r.status() >= 400 && console.error(r.status(), r.url()))
      await page.goto(`${origin}/blank`)
      await page.locator('.connection').first().waitFor({ timeout: 15_000 })
      return page
    },
    async close(): Promise<void> {
      await browser.close()
      await vite.close()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}

/** What axe finds wrong with a page as it stands. */
export async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate<string[]>('axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + " " + node.html.slice(0, 160))))')
}
