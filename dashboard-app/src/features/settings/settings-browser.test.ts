import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { complaints, openSettingsBrowser } from './browser-testing.ts'

const HOSTILE = [
  '# Fine',
  '<script>window.owned = true</script><img src=x onerror="window.owned = true">',
  '[pay here](javascript:alert(1)) [docs](https://shop.example/docs)',
  '<a href="https://shop.example" onclick="steal()" style="position:fixed">x</a>',
  '![pixel](https://tracker.example/p.gif)',
].join('\n\n')
const ARTICLE = { id: 11, slug: 'a', title: 'How returns work', body: HOSTILE, language: 'en', status: 'draft', url: null, questions: [], updatedAt: '2026-11-20T08:00:00Z' }
const ROWS: Record<string, unknown> = {
  '/functions/v1/setup/7/connections': { checks: [
    { kind: 'chatwoot', finding: 'ok', detail: 'chat.shop.example', checkedAt: 1_795_000_000_000 },
    { kind: 'chatwoot_webhook', finding: 'never_received', detail: 'a-very-long-host-name.functions.shop.example', checkedAt: 1_795_000_000_000 },
    { kind: 'shopify', finding: 'scopes_missing', detail: 'read_orders, read_returns, read_customers', checkedAt: 1_795_000_000_000 },
    { kind: 'language_model', finding: 'not_configured', detail: null, checkedAt: 1_795_000_000_000 },
  ] },
  '/functions/v1/knowledge/7/articles': { articles: [ARTICLE, { ...ARTICLE, id: 12, title: 'Délais de livraison', language: 'fr', status: 'published' }] },
  '/rest/v1/agents': ['Ada Lowe', 'Ben Ortiz', 'Maximiliane von Hohenstein-Wertheim'].map((name, index) => (
    { id: index + 1, name, email: `${index || 'ada'}@shop.example`, role: index ? 'agent' : 'admin', role_source: 'chatwoot', availability: index ? 'busy' : 'online' }
  )),
  '/rest/v1/teams': [{ team_id: 4, name: 'Returns' }],
  '/rest/v1/team_members': [{ team_id: 4, agent_id: 2 }],
  '/rest/v1/inboxes': [{ id: 5, inbox_id: 5, name: 'Shop chat' }],
  '/rest/v1/accounts': [{ alarms_slack: true, alarms_raise_priority: true, chatwoot_url: 'https://chat.shop.example', chatwoot_account_id: 3 }],
  '/functions/v1/sla/7/channels': { hasMail: false, hasSlack: false },
  '/rest/v1/sla_tiers': [
    { id: 1, name: 'VIP', position: 1, target_seconds: 300, next_target_seconds: 900, resolution_target_seconds: 28_800, conditions: [{ on: 'customer_tag', anyOf: ['vip'] }, { on: 'category', anyOf: ['order_status'] }], is_enabled: true },
    { id: 2, name: 'General', position: 2, target_seconds: 3600, next_target_seconds: null, resolution_target_seconds: null, conditions: [{ on: 'always' }], is_enabled: false },
  ],
  '/rest/v1/business_calendars': [{ time_zone: 'Europe/Paris', blocks: [{ weekday: 1, fromMinute: 540, toMinute: 1020 }], holidays: ['2026-12-25'] }],
}
function act(seq: number, act: string, subject: string, detail: unknown) {
  return {
    account_id: 7,
    seq,
    record: JSON.stringify({ version: 1, accountId: 7, seq, at: 1_795_000_000_000 + seq, actor: 'agent', actorId: 1, act, subject, conversationId: 12, detail, previous: 'f'.repeat(64) }),
    hash: 'e'.repeat(64),
  }
}
ROWS['/rest/v1/audit_log'] = [
  act(3, 'settings.changed', 'agent_skills:3/a-long-name-of-a-skill', { from: { level: 1 }, to: { level: 3 } }),
  act(2, 'message.unknown', 'outbox:9', { effect: 'message', reason: 'agent_reply', key: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
]
ROWS['/rest/v1/audit_heads'] = [{ account_id: 7, seq: 2, hash: 'e'.repeat(64) }]
ROWS['/rest/v1/automation_rules'] = []
ROWS['/rest/v1/chatwoot_macros'] = []
const SCREENS = { en: ['Connections', 'People', 'SLA and hours', 'Articles', 'Audit log'], fr: ['Connexions', 'Personnes', 'SLA et horaires', 'Articles', 'Audit'] }

let settings: Awaited<ReturnType<typeof openSettingsBrowser>>
beforeAll(async () => void (settings = await openSettingsBrowser()), 60_000)
afterAll(async () => settings?.close())
async function openSettings(language: keyof typeof SCREENS, width: number, colorScheme: 'light' | 'dark') {
  return settings.open(ROWS, { language, width, colorScheme })
}

describe('the settings in a browser', () => {
  it.each([['en', 360, 'light'], ['en', 1000, 'dark'], ['fr', 580, 'light']] as const)('are accessible and fit in every screen: %s, %i px, %s', async (language, width, theme) => {
    const page = await openSettings(language, width, theme)
    for (const screen of SCREENS[language]) {
      await page.locator('nav').getByRole('button', { name: screen }).click()
      await page.waitForTimeout(150)
      if (screen.startsWith('SLA')) await page.locator('.tier button[aria-expanded]').first().click()
      if (screen.startsWith('Audit')) {
        await page.locator('.act button[aria-expanded]').first().click()
        await page.locator('.body button[type="submit"]').click()
        await page.locator('.result').waitFor()
      }
      if (screen === 'Articles') await page.locator('li button').first().click()
      expect(await complaints(page), screen).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), screen).toBeLessThanOrEqual(width)
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${language}-${width}-${theme}-${screen.slice(0, 3)}.png`), fullPage: true })
    }
    await page.close()
  }, 60_000)

  it('show hostile Markdown as harmless words', async () => {
    const page = await openSettings('en', 580, 'light')
    await page.locator('nav').getByRole('button', { name: 'Articles' }).click()
    await page.getByRole('button', { name: 'How returns work' }).click()
    await page.getByRole('tab', { name: 'Preview' }).click()
    const preview = page.locator('.markdown')
    await preview.getByRole('heading', { name: 'Fine' }).waitFor()
    expect(await preview.locator('script, img, style, form').count()).toBe(0)
    expect(await preview.innerHTML()).not.toMatch(/onerror|onclick|javascript:|position/)
    expect(await preview.locator('a[href]').evaluateAll(links => links.map(link => link.getAttribute('href')))).toEqual([
      'https://shop.example/docs',
      'https://shop.example',
    ])
    expect(await page.evaluate('"owned" in window')).toBe(false)
    await page.close()
  }, 60_000)
})
