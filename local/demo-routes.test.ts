import { describe, expect, it } from 'vitest'
import { createDemoRoutes } from './demo-routes.ts'
import { createOutbox } from './outbox.ts'

const HERE = 'http://127.0.0.1:54321'

function routes(over: Partial<Parameters<typeof createDemoRoutes>[0]> = {}) {
  return createDemoRoutes({
    isDemo: true,
    mails: [{ to: 'ada@example.com', subject: 'Your code', text: '123456', code: '123456', at: 0 }],
    postMail: () => {},
    advance: ms => ms,
    afterAdvance: async () => {},
    faults: { chatwoot: () => {} },
    ...over,
  })
}
const get = (headers: HeadersInit = {}, host = HERE) => new Request(`${host}/__local/outbox`, { headers })
const post = (path: string, body: unknown) => new Request(`${HERE}/__local${path}`, { method: 'POST', body: JSON.stringify(body) })

describe('createDemoRoutes', () => {
  it('shows the demo\'s own page the mails with their codes', async () => {
    const response = await routes()(get({ 'sec-fetch-site': 'same-origin' }), '/outbox', true)
    expect(await response.json()).toEqual({ mails: [{ to: 'ada@example.com', subject: 'Your code', text: '123456', code: '123456', at: 0 }] })
  })

  it.each([
    ['the stack serves a real Chatwoot', routes({ isDemo: false }), get(), true],
    ['the caller is another machine', routes(), get(), false],
    ['a page of another site asks', routes(), get({ 'sec-fetch-site': 'cross-site' }), true],
    ['a name was bent to this address', routes(), get({}, 'http://evil.example:54321'), true],
  ] as const)('is not there when %s', async (_, serve, request, isLoopback) => {
    expect((await serve(request, '/outbox', isLoopback)).status).toBe(404)
  })

  it('sends a mail once per key, and refuses what is none', async () => {
    const outbox = createOutbox(() => 5)
    const serve = routes({ mails: outbox.mails, postMail: outbox.post })
    const mail = { to: ['ada@example.com'], subject: 'In danger', text: 'Look.' }
    for (const key of ['a', 'a', 'b']) {
      const init = { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(mail) }
      expect((await serve(new Request(`${HERE}/__local/mail`, init), '/mail', true)).status).toBe(200)
    }
    const kept = { to: 'ada@example.com', subject: 'In danger', text: 'Look.', code: null, at: 5 }
    expect(outbox.mails).toEqual([kept, kept])
    expect((await serve(post('/mail', { to: 'nobody' }), '/mail', true)).status).toBe(422)
  })

  it('travels in whole seconds, forward, and does then what has become due', async () => {
    let ticks = 0
    const serve = routes({ afterAdvance: async () => { ticks++ } })
    expect(await (await serve(post('/advance', { seconds: 60 }), '/advance', true)).json()).toEqual({ now: 60_000 })
    expect((await serve(post('/advance', { seconds: -1 }), '/advance', true)).status).toBe(400)
    expect(ticks).toBe(1)
  })

  it('keeps what was sent to Slack, the newest first', async () => {
    const serve = routes()
    for (const text of ['one', 'two']) await serve(post('/slack', { text }), '/slack', true)
    expect(await (await serve(new Request(`${HERE}/__local/slack`), '/slack', true)).json()).toEqual({ messages: [{ text: 'two' }, { text: 'one' }] })
  })

  it('breaks a vendor that it knows, and names them otherwise', async () => {
    const broken: unknown[] = []
    const serve = routes({ faults: { chatwoot: fault => void broken.push(fault) } })
    expect((await serve(post('/fault', { vendor: 'chatwoot', kind: 'status' }), '/fault', true)).status).toBe(200)
    expect(await (await serve(post('/fault', { vendor: 'fax' }), '/fault', true)).json()).toEqual({ error: 'vendor: one of chatwoot' })
    expect(broken).toEqual([{ kind: 'status' }])
  })
})
