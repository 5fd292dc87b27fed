// @vitest-environment happy-dom
import type { SavedLabelSettings } from '#shared/contracts/label-settings'
import { defaultPolicy } from '#shared/actions/policy'
import { DEFAULT_LABEL_SETTINGS, SaveLabelSettings } from '#shared/contracts/label-settings'
import { SavedPolicy } from '#shared/contracts/money-policy'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server } from '../testing'

const PATH = `${FUNCTIONS}/order-actions/7/policy`
let saved: SavedPolicy
let labels: SavedLabelSettings

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  labels = { version: 0, settings: DEFAULT_LABEL_SETTINGS, hasKey: false }
  saved = { version: 0, policy: defaultPolicy('USD') }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(PATH, () => HttpResponse.json(saved)),
    http.get(`${FUNCTIONS}/order-actions/7/return-reasons`, () => HttpResponse.json({ reasons: [
      { id: 'gid://shopify/ReturnReasonDefinition/1', handle: 'too-tight', name: 'Too tight' },
    ] })),
    http.get(`${FUNCTIONS}/order-actions/7/label-settings`, () => HttpResponse.json(labels)),
    http.put(`${FUNCTIONS}/order-actions/7/label-settings`, async ({ request }) => {
      const { version, settings, apiKey } = SaveLabelSettings.parse(await request.json())
      labels = { version: version + 1, settings, hasKey: Boolean(apiKey) || labels.hasKey }
      return HttpResponse.json(labels)
    }),
    http.put(PATH, async ({ request }) => {
      const { version, policy } = SavedPolicy.parse(await request.json())
      if (version !== saved.version) return HttpResponse.json({ code: 'policy_changed' }, { status: 409 })
      saved = { version: version + 1, policy }
      return HttpResponse.json(saved)
    }),
  )
})
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function openMoney() {
  const settings = await openSettings()
  await settings.press('Money')
  return settings
}

describe('the money policy', () => {
  it('says in sentences what counts before anybody has saved one', async () => {
    const { page, button } = await openMoney()
    expect(page.text()).toContain('Nobody has saved a policy yet')
    expect(page.text()).toContain('Up to $50.00 in one action without a second person. All of a day together: up to $200.00. Never more than $1,000.00, whoever agrees.')
    expect(page.text()).toContain('With a second person any amount.')
    expect(button('Save')?.element.disabled).toBe(true)
  })

  it('is saved with what was written, and the sentences follow the fields', async () => {
    const { page, press } = await openMoney()
    await page.findAll('input')[0]?.setValue('75,50')
    await page.findAll('input')[2]?.setValue('')
    expect(page.text()).toContain('Up to $75.50 in one action')
    await press('Save')
    expect(saved).toMatchObject({ version: 1, policy: { limits: { agent: { alone: 7550, day: 20_000, most: null } } } })
    expect(page.get('[role="status"]').text()).toBe('Saved')
  })

  it('says at the field what is wrong, and is not saved so', async () => {
    const { page, button, field } = await openMoney()
    await field('Discount codes, at most per cent').setValue('120')
    const input = field('Discount codes, at most per cent')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(page.get(`[id="${input.attributes('aria-describedby')}"]`).text()).toBe('Enter a whole number from 1 to 100.')
    expect(button('Save')?.element.disabled).toBe(true)
    await field('Discount codes, at most per cent').setValue('30')
    expect(button('Save')?.element.disabled).toBe(false)
  })

  it.each([
    ['Take theirs', { version: 1, returns: 14, percent: 25 }],
    ['Save mine in its place', { version: 2, returns: 60, percent: 30 }],
  ])('that somebody else saved meanwhile is told, and the draft is kept until one chooses: %s', async (choice, { version, returns, percent }) => {
    const { page, press, field } = await openMoney()
    await field('Discount codes, at most per cent').setValue('30')
    saved = { version: 1, policy: { ...saved.policy, returnDays: 14 } }
    await press('Save')
    expect(page.get('[role="alert"]').text()).toContain('The policy has changed')
    expect(field('Discount codes, at most per cent').element.value).toBe('30')
    await press(choice)
    expect(saved).toMatchObject({ version, policy: { returnDays: returns, mostPercent: percent } })
    expect(field('Discount codes, at most per cent').element.value).toBe(String(percent))
  })

  it('says what comes back, for which reasons, and who pays', async () => {
    const { page, press, field } = await openMoney()
    await field('Product tags that stay sold').setValue('final-sale, hygiene')
    await field('Who pays for the label').setValue('customer')
    await field('Taken off the refund for it, in USD').setValue('6.90')
    await page.get('[aria-label="Too tight: second person"]').setValue(true)
    expect(page.text()).toContain('The customer pays for the label: $6.90 less at the refund.')
    await press('Save')
    expect(saved.policy.returns).toMatchObject({ finalTags: ['final-sale', 'hygiene'], labelPaidBy: 'customer', labelFeeMinor: 690, approvalReasons: ['too-tight'] })
    // The library of this shop has no such reason; what the policy says of it is kept.
    expect(saved.policy.returns.photoReasons).toContain('damaged')
  })

  it('names who sells labels; the key goes out and does not come back', async () => {
    const { page, press, field } = await openMoney()
    await field('Labels are bought from').setValue('shippo')
    await press('Save labels')
    expect(page.get('[role="alert"]').text()).toContain('A key and a whole address are needed')
    await field('Key of the provider').setValue('shippo_test_1234')
    for (const [label, text] of [['Name', 'Returns'], ['Street and number', '9 Dock Rd'], ['Postal code', '89501'], ['City', 'Reno'], ['Country, two letters', 'us']] as const) {
      await field(label).setValue(text)
    }
    await press('Save labels')
    expect(labels).toMatchObject({ version: 1, hasKey: true, settings: { provider: 'shippo', returnAddress: { city: 'Reno', country: 'US' } } })
    expect(field('Key of the provider').element.value).toBe('')
    expect(page.text()).toContain('A key is kept')
    // The key that is kept opens no other door.
    await field('Labels are bought from').setValue('easypost')
    expect(page.text()).not.toContain('A key is kept')
    await press('Save labels')
    expect(page.get('[role="alert"]').text()).toContain('A key and a whole address are needed')
    expect(labels.settings.provider).toBe('shippo')
  })

  it('that cannot be read says so and can be asked for again', async () => {
    server.use(http.get(PATH, () => HttpResponse.json({ code: 'internal' }, { status: 500 }), { once: true }))
    const { page, press } = await openMoney()
    expect(page.get('[role="alert"]').text()).toContain('The money policy cannot be shown')
    await press('Try again')
    expect(page.text()).toContain('Who may give back how much')
  })
})
