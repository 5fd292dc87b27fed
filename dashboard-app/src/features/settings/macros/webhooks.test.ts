// @vitest-environment happy-dom
import type { MacroWebhook } from '#shared/contracts/webhook'
import { SaveWebhook } from '#shared/contracts/webhook'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server, settle } from '../testing'
import { loadBuilderWords } from './words'
import './MacrosScreen.vue'

const PATH = `${FUNCTIONS}/macros/7/settings/webhooks`
let webhooks: MacroWebhook[]
let asked: SaveWebhook[]

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  webhooks = [{ id: 1, name: 'ERP', url: 'https://erp.example.com/hooks' }]
  asked = []
  const answer = () => HttpResponse.json({ webhooks })
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    ...['chatwoot_macros', 'inboxes', 'teams', 'sla_tiers', 'agents'].map(table => http.get(`${REST}/${table}`, () => HttpResponse.json([]))),
    http.post(`${REST}/rpc/macro_uses`, () => HttpResponse.json([])),
    http.get(`${REST}/macro_webhooks`, () => HttpResponse.json(webhooks.map(({ name }) => ({ name })))),
    http.get(PATH, answer),
    http.put(PATH, async ({ request }) => {
      const { name, url, secret } = SaveWebhook.parse(await request.json())
      if (url.includes('10.0.0.1')) return HttpResponse.json({ code: 'webhook_address' }, { status: 422 })
      asked.push({ name, url, ...secret && { secret } })
      webhooks = [...webhooks.filter(one => one.name !== name), { id: webhooks.length + 1, name, url }]
      return answer()
    }),
    http.delete(`${PATH}/:id`, ({ params }) => {
      webhooks = webhooks.filter(({ id }) => id !== Number(params.id))
      return answer()
    }),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openWebhooks() {
  const settings = await openSettings('admin')
  await loadBuilderWords('en')
  await settings.press('Macros')
  await settle()
  return {
    ...settings,
    async submit() {
      await settings.page.get('form').trigger('submit')
      await settle()
    },
  }
}

describe('the webhooks of macros in the settings', () => {
  it('are listed and added, with a secret that is not shown again', async () => {
    const { page, press, field, submit } = await openWebhooks()
    expect(page.text()).toContain('https://erp.example.com/hooks')
    await press('Add a webhook')
    await field('Name').setValue('CRM')
    await field('Address').setValue('https://crm.example.com/')
    await field('Signing secret').setValue('sixteen letters!')
    await submit()
    expect(asked).toEqual([{ name: 'CRM', url: 'https://crm.example.com/', secret: 'sixteen letters!' }])
    expect([page.text().includes('CRM'), page.find('form').exists()]).toEqual([true, false])
    await press('Edit the webhook CRM')
    expect([field('Signing secret').element.value, field('Name').element.readOnly]).toEqual(['', true])
    await field('Address').setValue('https://crm.example.com/v2')
    await submit()
    expect(asked.at(-1)).toEqual({ name: 'CRM', url: 'https://crm.example.com/v2' })
  })

  it('say why an address is not taken, and keep what was written', async () => {
    const { page, press, field, submit } = await openWebhooks()
    await press('Edit the webhook ERP')
    await field('Address').setValue('https://10.0.0.1/')
    await submit()
    expect(page.get('[role="alert"]').text()).toContain('its host must be on the public internet')
    expect(field('Address').element.value).toBe('https://10.0.0.1/')
  })

  it('are removed after a second word', async () => {
    const { page, press } = await openWebhooks()
    await press('Remove the webhook ERP')
    await press('Keep it')
    expect(webhooks).toHaveLength(1)
    await press('Remove the webhook ERP')
    await press('Remove it for good')
    expect([webhooks, page.text().includes('erp.example.com')]).toEqual([[], false])
  })

  it('can be chosen for a step', async () => {
    const { page, press, field } = await openWebhooks()
    await press('New macro')
    const kind = page.findAll('select').find(select => select.findAll('option').some(option => option.element.value === 'call_webhook'))
    await kind?.setValue('call_webhook')
    await field('Webhook').setValue('ERP')
    await settle()
    expect(page.text()).toContain('Call the webhook ERP')
  })
})
