import type { SupabaseClient } from '@supabase/supabase-js'
import type { TestStack } from '../testing/stack.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

const MINUTE = 60_000
let stack: TestStack
let client: SupabaseClient
let email = ''
let count = 0

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  stack = await startTestStack({ now: () => Date.now() })
}, 60_000)
beforeEach(() => {
  client = stack.anonymousClient()
  email = `agent${count++}@example.com`
})
afterAll(async () => {
  await stack.stop()
  vi.useRealTimers()
})

const askCode = async (address = email) => client.auth.signInWithOtp({ email: address })
const sentCode = () => stack.mails.findLast(({ to }) => to === email)?.code ?? ''
const wrongCode = () => sentCode() === '000000' ? '000001' : '000000'
const verify = async (token: string) => client.auth.verifyOtp({ email, token, type: 'email' })
async function call(method: string, path: string, body?: unknown, token?: string) {
  return fetch(`${stack.url}/auth/v1${path}`, {
    method,
    headers: { 'apikey': stack.keys.publishable, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

describe('createAuthGate', () => {
  it('signs in with the code from the mail, and again with the refresh token', async () => {
    await askCode()
    expect((await verify(sentCode())).data.user?.email).toBe(email)
    const { data } = await client.auth.refreshSession()
    expect((await client.auth.getUser(data.session?.access_token)).data.user?.email).toBe(email)
  })

  it('refuses a wrong code, and a right one that was used', async () => {
    await askCode()
    const code = sentCode()
    expect((await verify(wrongCode())).error?.code).toBe('otp_expired')
    expect((await verify(code)).error).toBeNull()
    expect((await verify(code)).error?.code).toBe('otp_expired')
  })

  it('refuses the code of another address', async () => {
    await askCode()
    const other = `other-${email}`
    await askCode(other)
    const theirs = stack.mails.findLast(({ to }) => to === other)?.code ?? ''
    expect(theirs).not.toBe(sentCode())
    expect((await verify(theirs)).error?.code).toBe('otp_expired')
    expect((await verify(sentCode())).data.user?.email).toBe(email)
  })

  it('sends one code per address and minute, however the address is written', async () => {
    expect((await askCode()).error).toBeNull()
    expect((await askCode(` ${email.toUpperCase()} `)).error?.code).toBe('over_email_send_rate_limit')
    vi.advanceTimersByTime(MINUTE)
    expect((await askCode()).error).toBeNull()
  })

  it('lets a code die of ten wrong guesses, side by side as well, until a new one is sent', async () => {
    await askCode()
    await Promise.all(Array.from({ length: 10 }, async () => verify(wrongCode())))
    expect((await verify(sentCode())).error?.code).toBe('over_request_rate_limit')
    vi.advanceTimersByTime(MINUTE)
    await askCode()
    expect((await verify(sentCode())).error).toBeNull()
  })

  it('lets a code die of age', async () => {
    await askCode()
    vi.advanceTimersByTime(10 * MINUTE + 1000)
    expect((await verify(sentCode())).error?.code).toBe('otp_expired')
  })

  it('takes no hash in place of a code, because a hash can be worked out for every code there is', async () => {
    await askCode()
    expect((await call('POST', '/verify', { token_hash: 'abc', type: 'magiclink' })).status).toBe(400)
    expect((await call('GET', '/verify?token=abc&type=magiclink')).status).toBe(404)
  })

  it('gives nobody another\'s address: e-mail and password cannot be set', async () => {
    await askCode()
    const { data } = await verify(sentCode())
    const token = data.session?.access_token
    expect((await call('PUT', '/user', { email: 'owner@example.com' }, token)).status).toBe(404)
    expect((await call('PUT', '/user', { password: 'long-enough-1' }, token)).status).toBe(404)
    expect((await client.auth.getUser(token)).data.user?.email).toBe(email)
  })

  it.each(['/signup', '/recover', '/resend', '/magiclink', '/token?grant_type=password', '/verify/', '//verify', '/admin/users'])('keeps %s shut', async (path) => {
    const response = await call('POST', path, { email, password: 'long-enough-1', type: 'signup' })
    expect({ status: response.status, mails: stack.mails.filter(({ to }) => to === email) }).toEqual({ status: 404, mails: [] })
  })

  it('answers a body that is no JSON with a refusal', async () => {
    const response = await fetch(`${stack.url}/auth/v1/otp`, { method: 'POST', headers: { apikey: stack.keys.publishable }, body: '{' })
    expect(response.status).toBe(400)
  })
})
