import type { SupabaseClient } from '@supabase/supabase-js'
import { readFile } from 'node:fs/promises'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { world } from '../seed/index.ts'
import { makeFolder, startProcess } from '../testing/process.ts'

const START_MS = 60_000
const Config = z.object({ publishableKey: z.string(), isDemo: z.boolean() })
const Outbox = z.object({ mails: z.array(z.object({ to: z.string(), code: z.string() })) })
const Keys = z.object({ chatwootToken: z.string(), secret: z.string() })

// supabase-js makes its Realtime client at once, and Node 20 has no WebSocket.
Object.assign(globalThis, { WebSocket: globalThis.WebSocket ?? WebSocket })

let folder: Awaited<ReturnType<typeof makeFolder>>
let stack: Awaited<ReturnType<typeof startProcess>>
const agent = world.agents[0]?.email ?? ''
const people: SupabaseClient[] = []

beforeAll(async () => {
  folder = await makeFolder()
  stack = await startProcess(folder.path)
  await stack.ready
}, START_MS)
afterAll(async () => {
  await Promise.all(people.map(async client => client.removeAllChannels()))
  await stack.stop()
  await folder.remove()
})

async function signIn(email: string) {
  const { publishableKey } = Config.parse(await (await fetch(`${stack.url}/panel/config.json`)).json())
  const client = createClient(stack.url, publishableKey, { auth: { persistSession: false } })
  people.push(client)
  await client.auth.signInWithOtp({ email })
  const { mails } = Outbox.parse(await (await fetch(`${stack.url}/__local/outbox`)).json())
  const { error } = await client.auth.verifyOtp({ email, token: mails.find(({ to }) => to === email)?.code ?? '', type: 'email' })
  if (error) throw error
  return client
}

/** Joins the account's private channel; resolves to its first state and collects what it hears. */
async function join(client: SupabaseClient) {
  await client.realtime.setAuth()
  const heard: string[] = []
  const channel = client.channel('account:1', { config: { private: true } }).on('broadcast', { event: '*' }, ({ event }) => void heard.push(event))
  const state = await new Promise<string>(resolve => channel.subscribe(resolve))
  return { state, heard }
}
async function post(path: string, body: unknown) {
  return fetch(`${stack.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('the demo in one process', () => {
  it('signs the agent in with the code from the outbox, and they see the shop\'s conversations', async () => {
    const client = await signIn(agent)
    const { data } = await client.from('accounts').select('name')
    expect(data).toEqual([{ name: world.accountName }])
    await expect.poll(async () => (await client.from('conversations').select('conversation_id')).data?.length, { timeout: 20_000 })
      .toBeGreaterThan(world.conversations.length / 2)
  }, START_MS)

  it('tells a member live that a customer wrote, and refuses a stranger the channel', async () => {
    const [member, stranger] = await Promise.all([await signIn(world.agents[1]?.email ?? ''), await signIn('stranger@example.com')].map(join))
    expect([member?.state, stranger?.state]).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR'])
    await post('/standin/chatwoot/demo/customer', { conversationId: 1, text: 'Any news of my parcel?' })
    await expect.poll(() => member?.heard, { timeout: 10_000 }).toContain('message_created')
    expect(stranger?.heard).toEqual([])
  }, START_MS)

  it('travels in time without signing anybody out', async () => {
    const client = await signIn('traveller@example.com')
    const before = Date.now()
    const { now } = z.object({ now: z.number() }).parse(await (await post('/__local/advance', { seconds: 2 * 3600 })).json())
    expect(now - before).toBeGreaterThanOrEqual(2 * 3_600_000)
    expect((await client.auth.getUser()).error).toBeNull()
    expect((await client.from('accounts').select()).error).toBeNull()
  }, START_MS)

  it('shows its mails to no other site and through no proxy', async () => {
    const ask = async (headers: HeadersInit) => (await fetch(`${stack.url}/__local/outbox`, { headers })).status
    expect(await Promise.all([ask({ 'sec-fetch-site': 'cross-site' }), ask({ 'x-forwarded-for': '203.0.113.9' }), ask({})])).toEqual([404, 404, 200])
  })

  it.each(['/bridge.js', '/widget.js'])('says that %s is yet to come', async (path) => {
    const response = await fetch(stack.url + path)
    expect({ status: response.status, text: await response.text() }).toMatchObject({ status: 404, text: expect.stringContaining('does not have yet') })
  })

  it('links another Chatwoot by its address alone, and is then no demo', async () => {
    const { chatwootToken } = Keys.parse(JSON.parse(await readFile(`${folder.path}/keys.json`, 'utf8')))
    const other = await makeFolder()
    const real = await startProcess(other.path, { env: { CHATWOOT_URL: `${stack.url}/standin/chatwoot`, CHATWOOT_API_TOKEN: chatwootToken } })
    await real.ready
    expect(real.printed()).toContain(`Pitwall ready: ${real.url}/panel/?account=1`)
    expect(Config.parse(await (await fetch(`${real.url}/panel/config.json`)).json()).isDemo).toBe(false)
    const statuses = ['/__local/outbox', '/standin/chatwoot/api/v1/profile'].map(async path => (await fetch(real.url + path, { redirect: 'manual' })).status)
    expect(await Promise.all(statuses)).toEqual([404, 302])
    await real.stop()
    await other.remove()
  }, START_MS)
})
