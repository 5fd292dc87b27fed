// @vitest-environment happy-dom
import type { ConnectionCheck } from '#shared/contracts/connection'
import { ConnectionFinding, ConnectionKind } from '#shared/contracts/connection'
import { LANGUAGES } from '#shared/contracts/judgement'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server, settle } from '../testing'
import { loadWords, t } from '../words'
import { findingWords, KIND_NAMES } from './connection-words'

const NOW = Date.UTC(2026, 10, 24, 9, 30)
function checkOf(over: Partial<ConnectionCheck> = {}): ConnectionCheck {
  return { kind: 'shopify', finding: 'ok', detail: null, checkedAt: NOW, ...over }
}
function answer(...checks: ConnectionCheck[]) {
  server.use(http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks })))
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

describe('findingWords', () => {
  it.each(LANGUAGES)('says what every finding of every connection means and how to mend it, in %s', async (language) => {
    answer()
    await openSettings('admin', language)
    await loadWords(language)
    const seen = ConnectionKind.options.flatMap(kind => ConnectionFinding.options.map((finding) => {
      const { what, mend } = findingWords(kind, finding)
      return { finding, name: t(KIND_NAMES[kind]), what: t(what), mend: mend && t(mend) }
    }))
    expect(seen).toHaveLength(ConnectionKind.options.length * ConnectionFinding.options.length)
    for (const { finding, name, what, mend } of seen) {
      expect([name, what, mend ?? 'fine'].every(words => words.length > 3 && !words.startsWith('settings.'))).toBe(true)
      expect(mend === null).toBe(finding === 'ok')
    }
  })
})

describe('the connections', () => {
  it('name what is missing at the shop, how to mend it, and when that was found', async () => {
    answer(checkOf({ finding: 'scopes_missing', detail: 'read_orders, read_returns' }), checkOf({ kind: 'jobs' }))
    const { page } = await openSettings()
    await settle()
    const row = page.get('[data-kind="shopify"]').text()
    expect(row).toContain('Needs attention')
    expect(row).toContain('Add the access scopes named below')
    expect(row).toContain('read_orders, read_returns')
    expect(row).toContain('Nov 24')
    expect(page.get('[data-kind="jobs"]').text()).toContain('Works')
    expect(page.get('[aria-live]').text()).toBe('Checked. 1 connection needs attention.')
  })

  it('keep the last report when the next one fails, and mend themselves on another try', async () => {
    answer(checkOf({ kind: 'jobs' }))
    const { page, press } = await openSettings()
    await settle()
    server.use(http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.error()))
    await press('Check again')
    expect(page.get('[role="alert"]').text()).toContain('The connections could not be checked')
    expect(page.find('[data-kind="jobs"]').exists()).toBe(true)
    answer(checkOf({ kind: 'jobs', finding: 'dead_letters', detail: '3' }))
    await press('Try again')
    expect(page.find('[role="alert"]').exists()).toBe(false)
    expect(page.get('[data-kind="jobs"]').text()).toContain('Detail: 3')
  })
})
