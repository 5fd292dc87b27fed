import type { TestStack } from '../testing/stack.ts'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readRecord, verifyChain } from '../../shared/audit/verify-chain.ts'
import { AuditHead, AuditRow } from '../../shared/contracts/audit.ts'
import { startTestStack } from '../testing/stack.ts'

const digest = async (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
let stack: TestStack
let since = 0

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', 'https://a.example', 1), ('Globex', 'https://b.example', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@acme.test', 'admin'), (1, 2, 'Ben', 'ben@acme.test', 'agent'), (2, 1, 'Zoe', 'zoe@globex.test', 'admin')`)
}, 60_000)
beforeEach(async () => {
  since = z.array(z.object({ seq: z.number() })).parse(await stack.sql('select seq from public.audit_heads where account_id = 1'))[0]?.seq ?? 0
})
afterAll(async () => stack.stop())

async function acts() {
  const rows = z.array(AuditRow).parse(await stack.sql('select account_id, seq, record, hash from public.audit_log where account_id = 1 and seq > $1 order by seq', [since]))
  return rows.map(({ record }) => readRecord(record))
}
async function verify() {
  const rows = z.array(AuditRow).parse(await stack.sql('select account_id, seq, record, hash from public.audit_log where account_id = 1 order by seq'))
  const [head] = z.array(AuditHead).parse(await stack.sql('select account_id, seq, hash from public.audit_heads where account_id = 1'))
  return verifyChain(1, (async function* () { yield* rows })(), { head: head ?? null }, digest)
}
const hold = async (content: string) => stack.sql(`select public.hold_message(1, 1, gen_random_uuid(), 2, 'agent_reply', $1, now())`, [content])

describe('the audit log', () => {
  it('tells of a message that was asked for and of what became of it, without its words', async () => {
    await hold('Our secret for you, Ünïcödé ✓')
    await stack.sql(`update public.outbox set state = 'done', message_id = 99 where account_id = 1`)
    const told = await acts()
    expect(told).toMatchObject([
      { actor: 'agent', actorId: 2, act: 'message.asked', conversationId: 1, detail: { effect: 'message', reason: 'agent_reply' } },
      { actor: 'agent', actorId: 2, act: 'message.sent', detail: { messageId: 99 } },
    ])
    expect(JSON.stringify(told)).not.toContain('secret')
  })

  it('tells of a notice\'s mail whom it went to, and counts it to nobody\'s hand', async () => {
    await stack.sql(`insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, send_after)
      values (1, 1, gen_random_uuid(), 1, 'sla_red', 'mail', '{"notificationId": 7}', now())`)
    await stack.sql(`update public.outbox set state = 'done' where account_id = 1 and effect = 'mail'`)
    const told = { actor: 'system', actorId: null, detail: { effect: 'mail', recipientId: 1 } }
    expect(await acts()).toMatchObject([{ ...told, act: 'message.asked' }, { ...told, act: 'message.sent' }])
  })

  it('tells who changed which setting, from what to what', async () => {
    const { client } = await stack.userClient('ada@acme.test')
    since++ // who signed in is an act of its own
    await client.from('sla_tiers').insert({ account_id: 1, name: 'VIP', position: 1, target_seconds: 300, conditions: [{ on: 'always' }] })
    await client.from('sla_tiers').update({ target_seconds: 240 }).eq('account_id', 1)
    await client.from('sla_tiers').update({ target_seconds: 240 }).eq('account_id', 1)
    expect(await acts()).toMatchObject([
      { actor: 'agent', actorId: 1, act: 'settings.added', subject: expect.stringMatching(/^sla_tiers:\d+$/) },
      { actor: 'agent', actorId: 1, act: 'settings.changed', detail: { from: { target_seconds: 300 }, to: { target_seconds: 240 } } },
    ])
  })

  it('tells who set the routing, though the service writes it, and of nobody afterwards', async () => {
    await stack.sql(`insert into public.inboxes (account_id, inbox_id, name, channel) values (1, 5, 'Chat', 'Channel::WebWidget')`)
    const people = [{ agent_id: 2, is_routed: true, capacity: 4, languages: ['en'], shift: null, skills: [{ skill: 'fitting', level: 2 }] }]
    const inboxes = [{ inbox_id: 5, is_enabled: true }]
    const routing = { p_account_id: 1, p_version: 0, p_policy: {}, p_people: people, p_inboxes: inboxes, p_agent_id: 1 }
    expect((await stack.adminClient().rpc('save_routing', routing)).data).toBe(true)
    const told = await acts()
    expect(told.map(record => record?.subject)).toEqual(expect.arrayContaining(['routing_policies:1', 'agent_routing:2', 'agent_skills:2/fitting', 'routing_inboxes:5']))
    expect(new Set(told.map(record => record?.actorId))).toEqual(new Set([1]))
    await stack.sql('update public.routing_inboxes set is_enabled = false')
    expect((await acts()).at(-1)).toMatchObject({ actor: 'system', actorId: null, subject: 'routing_inboxes:5' })
  })

  it('tells that a credential was renewed, and nothing of it', async () => {
    await stack.sql(`insert into public.account_secrets (account_id, kind, ciphertext) values (1, 'chatwoot_api_token', 'sealed-1')`)
    await stack.sql(`update public.account_secrets set ciphertext = 'sealed-2' where account_id = 1`)
    const told = await acts()
    expect(told).toMatchObject([{ act: 'settings.added', subject: 'account_secrets:chatwoot_api_token', actor: 'system' }, { act: 'settings.changed' }])
    expect(JSON.stringify(told)).not.toContain('sealed')
  })

  it('tells who came, who may do more, and who is gone', async () => {
    await stack.sql(`update public.agents set role = 'supervisor' where id = 2`)
    await stack.sql(`update public.agents set removed_at = now() where id = 2`)
    await stack.sql(`update public.agents set removed_at = null, synced_at = now() where id = 2`)
    expect(await acts()).toMatchObject([
      { act: 'access.role_changed', subject: 'agent:2', detail: { from: 'agent', to: 'supervisor' } },
      { act: 'access.removed' },
      { act: 'access.returned' },
    ])
  })

  it('is one chain, whoever writes at once', async () => {
    await Promise.all(Array.from({ length: 20 }, async (_, index) => hold(`message ${index}`)))
    expect(await acts()).toHaveLength(20)
    expect((await verify()).faults).toEqual([])
  })

  it('lets nobody change, remove or add a row', async () => {
    const { client } = await stack.userClient('ada@acme.test')
    for (const one of [client, stack.adminClient()]) {
      expect((await one.from('audit_log').update({ record: '{}' }).eq('account_id', 1)).error?.code).toBe('42501')
      expect((await one.from('audit_log').delete().eq('account_id', 1)).error?.code).toBe('42501')
      expect((await one.from('audit_log').insert({ account_id: 1, seq: 9999, record: '{"at": 1}', hash: '' })).error?.code).toBe('42501')
    }
    for (const text of [`update public.audit_log set hash = ''`, 'delete from public.audit_log', 'truncate public.audit_log']) {
      await expect(stack.sql(text)).rejects.toThrow('audit_log_is_append_only')
    }
  })

  it('names the row that the owner of the database changed all the same', async () => {
    const [row] = z.array(z.object({ seq: z.number(), record: z.string() })).parse(await stack.sql('select seq, record from public.audit_log where account_id = 1 order by seq limit 1 offset 3'))
    await stack.sql('alter table public.audit_log disable trigger user')
    await stack.sql('update public.audit_log set record = $1 where account_id = 1 and seq = $2', [row?.record.replace('"version": 1', '"version":  1'), row?.seq])
    expect((await verify()).faults).toEqual([{ seq: row?.seq, fault: 'changed' }])
    await stack.sql('update public.audit_log set record = $1 where account_id = 1 and seq = $2', [row?.record, row?.seq])
    expect((await verify()).faults).toEqual([])
  })

  it('outlives the account it tells of', async () => {
    await stack.sql('delete from public.accounts where id = 2')
    expect(await stack.sql('select 1 from public.audit_log where account_id = 2 limit 1')).toHaveLength(1)
  })
})
