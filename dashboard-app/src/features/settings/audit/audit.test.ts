import type { AuditRecord, AuditRow } from '#shared/contracts/audit'
// @vitest-environment happy-dom
import type { Language } from '#shared/contracts/judgement'
import { createHash } from 'node:crypto'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, REST, server, settle } from '../testing'

const AT = Date.parse('2026-11-25T09:00:00Z')
type Act = Partial<AuditRecord> & Pick<AuditRecord, 'act'>
let rows: AuditRow[]
let searches: URLSearchParams[]
let kept: { name: string, text: string }[]

/** A chain as the database writes it. */
function chain(acts: Act[]): AuditRow[] {
  const written: AuditRow[] = []
  for (const [index, act] of acts.entries()) {
    const base = { version: 1, accountId: 7, seq: index + 1, at: AT + index * 60_000, actor: 'agent', actorId: 1, subject: 'x:1', conversationId: null, detail: {} }
    const record = JSON.stringify({ ...base, ...act, previous: written.at(-1)?.hash ?? '' })
    written.push({ account_id: 7, seq: index + 1, record, hash: createHash('sha256').update(record).digest('hex') })
  }
  return written
}
const number = (query: URLSearchParams, name: string, operator: string) => Number(query.getAll(name).find(value => value.startsWith(`${operator}.`))?.slice(operator.length + 1) ?? Number.NaN)

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  rows = chain([
    { act: 'access.signed_in', subject: 'agent:1' },
    { act: 'settings.changed', subject: 'automation_rules:4', detail: { from: { is_enabled: false }, to: { is_enabled: true } } },
    { act: 'approval.asked', actor: 'rule', actorId: null, subject: 'approval:5', conversationId: 12, detail: { kind: 'draft' } },
    { act: 'approval.approved', actorId: 2, subject: 'approval:5', conversationId: 12, detail: { kind: 'draft', isEdited: true } },
    { act: 'message.sent', actorId: 2, subject: 'outbox:9', conversationId: 12, detail: { effect: 'message', messageId: 99 } },
    { act: 'access.role_changed', actorId: 1, subject: 'agent:2', detail: { from: 'agent', to: 'supervisor' } },
    { act: 'order_action.done', actorId: 44, subject: 'order_action:3', conversationId: 12, detail: { kind: 'refund' } },
    { act: 'macro.finished', subject: 'macro_run:6f', conversationId: 12, detail: { macroId: 8, version: 1 } },
    { act: 'moon.landed', actor: 'system', actorId: null, subject: 'moon:1' },
  ])
  searches = []
  kept = []
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${REST}/agents`, () => HttpResponse.json([{ id: 1, name: 'Ada' }, { id: 2, name: '=HYPERLINK("https://evil.example")' }])),
    http.get(`${REST}/automation_rules`, () => HttpResponse.json([{ id: 4, definition: { name: 'Calm' } }])),
    http.get(`${REST}/chatwoot_macros`, () => HttpResponse.json([{ id: 8, definition: { name: 'Refund' } }])),
    http.get(`${REST}/sla_tiers`, () => HttpResponse.json([])),
    http.get(`${REST}/inboxes`, () => HttpResponse.json([])),
    http.get(`${REST}/accounts`, () => HttpResponse.json([{ chatwoot_url: 'https://chat.example', chatwoot_account_id: 3 }])),
    http.get(`${REST}/audit_heads`, () => HttpResponse.json(rows.slice(-1).map(({ account_id, seq, hash }) => ({ account_id, seq, hash })))),
    http.get(`${REST}/audit_log`, ({ request }) => {
      const query = new URL(request.url).searchParams
      searches.push(query)
      const isNewestFirst = query.get('order') === 'seq.desc'
      const [before, after, to] = [number(query, 'seq', 'lt'), number(query, 'seq', 'gt'), number(query, 'seq', 'lte')]
      const found = rows.filter(({ seq }) => !(seq >= before) && !(seq <= after) && !(seq > to))
      return HttpResponse.json((isNewestFirst ? found.toReversed() : found).slice(0, Number(query.get('limit'))))
    }),
  )
  URL.createObjectURL = (file) => {
    if (file instanceof Blob) void file.text().then(text => kept.push({ name: file.type, text }))
    return 'blob:kept'
  }
  URL.revokeObjectURL = () => {}
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openAudit(language: Language = 'en', name = 'Audit log') {
  const settings = await openSettings('admin', language)
  await settings.press(name)
  return settings
}

/** What the check says, once it has an end. */
async function verdict(page: Awaited<ReturnType<typeof openAudit>>['page']) {
  await expect.poll(() => page.find('.result').exists()).toBe(true)
  return page.get('.result').text()
}

describe('the audit log', () => {
  it('reads as sentences, the newest first, and names what it does not know', async () => {
    const { page } = await openAudit()
    expect(page.findAll('.sentence').map(line => line.text())).toEqual([
      'Pitwall: moon.landed',
      'Ada ran the macro “Refund” to its end',
      'The shop carried out a refund for Person 44',
      'Ada changed the role of =HYPERLINK("https://evil.example") from agent to supervisor',
      '=HYPERLINK("https://evil.example") sent a reply to the customer',
      '=HYPERLINK("https://evil.example") edited and approved a prepared reply',
      'A rule asked for approval of a prepared reply',
      'Ada changed the rule “Calm”',
      'Ada signed in',
    ])
    expect(page.findAll('.act a').map(link => link.attributes('href'))[0]).toBe('https://chat.example/app/accounts/3/conversations/12')
  })

  it('counts a mail that tells somebody something to who told it, and calls credentials and steps by their names', async () => {
    rows = chain([
      { act: 'message.sent', actorId: 1, detail: { effect: 'mail', reason: 'sla_red' } },
      { act: 'message.sent', actorId: 1, detail: { effect: 'mail', reason: 'rule' } },
      { act: 'message.sent', actor: 'rule', actorId: null, detail: { effect: 'mail', reason: 'rule', recipientId: 1 } },
      { act: 'settings.changed', actor: 'system', actorId: null, subject: 'account_secrets:shopify_client_secret', detail: {} },
      { act: 'approval.asked', detail: { kind: 'macro_step' } },
      { act: 'order_action.requested', detail: { kind: 'replace' } },
    ])
    const { page } = await openAudit()
    expect(page.findAll('.sentence').map(line => line.text())).toEqual([
      'Ada asked for a free replacement',
      'Ada asked for approval of a step of a macro',
      'Pitwall changed the credential “Shopify client secret”',
      'A rule sent an e-mail to Ada',
      'A rule sent an e-mail to Ada',
      'Pitwall sent an e-mail to Ada',
    ])
  })

  it.each([['es', 'Auditoría', 'Ada cambió la regla «Calm»'], ['fr', 'Audit', 'Ada a modifié la règle « Calm »']] as const)('reads in %s too', async (language, name, words) => {
    const { page } = await openAudit(language, name)
    expect(page.text()).toContain(words)
  })

  it('shows what it was and what it became', async () => {
    const { page, press } = await openAudit()
    await press('Details of act 2')
    expect(page.findAll('.detail tbody tr').map(line => line.findAll('th, td').map(cell => cell.text()))).toEqual([['is_enabled', 'false', 'true']])
    expect(page.get('.detail').text()).toContain(rows[1]?.hash)
    await press('Details of act 5')
    expect(page.findAll('.detail')[0]?.text()).toContain('messageId99')
  })

  it('is narrowed by kind, person, conversation and days, and widened again', async () => {
    const { field, press } = await openAudit()
    await field('Kind of act').setValue('messages')
    await field('Done by').setValue('2')
    await field('Conversation number').setValue('12')
    await field('From').setValue('2026-11-20')
    await field('To').setValue('2026-11-25')
    await settle()
    const asked = searches.at(-1)
    expect(['act', 'actor_id', 'conversation_id'].map(name => asked?.get(name))).toEqual(['like.message.%', 'eq.2', 'eq.12'])
    const [from, to] = [new Date(2026, 10, 20).getTime(), new Date(2026, 10, 26).getTime()]
    expect(asked?.getAll('acted_at_ms')).toEqual([`gte.${from}`, `lt.${to}`])
    await press('Clear the filter')
    expect(['act', 'actor_id', 'conversation_id', 'acted_at_ms'].map(name => searches.at(-1)?.get(name))).toEqual([null, null, null, null])
    await field('Done by').setValue('rule')
    await settle()
    expect(searches.at(-1)?.get('actor')).toBe('eq.rule')
  })

  it('is paged, and keeps what is shown when older acts cannot be read', async () => {
    rows = chain(Array.from({ length: 60 }, () => ({ act: 'access.signed_in' })))
    const { page, press, button } = await openAudit()
    expect(page.findAll('.act')).toHaveLength(50)
    server.use(http.get(`${REST}/audit_log`, () => new HttpResponse(null, { status: 500 }), { once: true }))
    await press('Show older')
    expect(page.text()).toContain('Older acts cannot be shown')
    await press('Try again')
    expect(page.findAll('.act')).toHaveLength(60)
    expect(button('Show older')).toBeUndefined()
  })

  it('says why it cannot be shown', async () => {
    server.use(http.get(`${REST}/agents`, () => HttpResponse.json({ code: '42501', hint: null }, { status: 403 })))
    const { page } = await openAudit()
    expect(page.get('[role="alert"]').text()).toContain('The audit log cannot be shown')
  })

  it('is exported as CSV whose names are no formulas', async () => {
    const { press } = await openAudit()
    await press('Export as CSV')
    await expect.poll(() => kept.length).toBe(1)
    const lines = kept[0]?.text.split('\r\n') ?? []
    expect(lines).toHaveLength(rows.length + 2)
    expect(lines[5]).toContain(`"'=HYPERLINK(""https://evil.example"")",message.sent,`)
    expect(lines[5]).toMatch(/^5,2026-11-25T09:04:00.000Z,agent,/)
  })
})

describe('the chain', () => {
  it('is checked in the browser, and shows its end to be noted', async () => {
    const { page, press } = await openAudit()
    await press('Check the chain')
    expect(await verdict(page)).toContain('Whole: 9 rows')
    expect(page.get('.result code').text()).toBe(`7:9:${rows[8]?.hash}`)
  })

  it('names the row that was changed, and gives no end to note', async () => {
    rows = rows.map(row => row.seq === 4 ? { ...row, record: row.record.replace('"actorId":2', '"actorId":1') } : row)
    const { page, press } = await openAudit()
    await press('Check the chain')
    expect(await verdict(page)).toContain('Row 4 was changed after it was written.')
    expect(page.find('.result code').exists()).toBe(false)
  })

  it('misses rows that are gone, and finds rows behind its end', async () => {
    const whole = rows
    rows = whole.filter(({ seq }) => seq !== 3)
    const { page, press } = await openAudit()
    await press('Check the chain')
    expect(await verdict(page)).toContain('Rows before row 4 are gone.')
    rows = whole
    const end = { account_id: 7, seq: 6, hash: whole[5]?.hash }
    server.use(http.get(`${REST}/audit_heads`, () => HttpResponse.json([end])))
    await press('Check the chain')
    expect(await verdict(page)).toContain('The chain should end at row 6, and it does not.')
  })

  it('that was written anew is found by an end noted earlier', async () => {
    const noted = `7:5:${rows[4]?.hash}`
    const { page, press, field } = await openAudit()
    await field('The end that was noted').setValue(noted)
    await press('Check the chain')
    expect(await verdict(page)).toContain('The end that was noted earlier is in it.')
    rows = chain(rows.map(() => ({ act: 'access.signed_in' })))
    await press('Check the chain')
    expect(await verdict(page)).toContain('Row 5 is not the row that was noted.')
    await field('The end that was noted').setValue(noted.replace('7:', '8:'))
    await press('Check the chain')
    expect(page.get('.error').text()).toContain('This is not an end of this account.')
  })

  it('is exported as the rows that audit:verify reads', async () => {
    const { press } = await openAudit()
    await press('Export the chain')
    await expect.poll(() => kept.length).toBe(1)
    expect(kept[0]?.text.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)).toEqual(rows)
  })

  it('is stopped when somebody stops it, and says nothing of it later', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => { release = resolve })
    server.use(http.get(`${REST}/audit_heads`, async () => held.then(() => HttpResponse.json([]))))
    const { page, press } = await openAudit()
    await press('Check the chain')
    await press('Stop')
    release()
    await settle()
    expect(page.find('.result').exists()).toBe(false)
    expect(page.find('progress').exists()).toBe(false)
  })

  it('says when its rows cannot be read, and when it is empty', async () => {
    rows = []
    const { page, press } = await openAudit()
    expect(page.text()).toContain('Nothing has been done yet.')
    await press('Check the chain')
    expect(await verdict(page)).toBe('The log is empty, and so is its chain.')
    server.use(http.get(`${REST}/audit_heads`, () => new HttpResponse(null, { status: 500 })))
    await press('Check the chain')
    await expect.poll(() => page.find('[role="alert"]').exists()).toBe(true)
    expect(page.get('[role="alert"]').text()).toContain('The chain could not be read')
  })
})
