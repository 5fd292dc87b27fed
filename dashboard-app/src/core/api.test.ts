import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createApi } from './api'
import { apiOver, json, problem } from './testing'

const Greeting = z.object({ hello: z.string() })

describe('createApi', () => {
  it('hands back what keeps the contract', async () => {
    expect(await apiOver(() => json({ hello: 'Maya' })).get('/greeting', Greeting)).toEqual({ ok: true, value: { hello: 'Maya' } })
  })

  it.each([
    ['a refusal with a code', () => problem('forbidden', 403), 'forbidden'],
    ['a code of a newer server', () => problem('not_invented_yet', 409), 'internal'],
    ['a gateway that answers in HTML', () => new Response('<h1>502</h1>', { status: 502 }), 'internal'],
    ['a gateway that counts requests', () => new Response('slow down', { status: 429 }), 'too_many_requests'],
    ['a success that is no JSON', () => new Response('<html>'), 'internal'],
    ['a success of another shape', () => json({ hello: 7 }), 'internal'],
  ])('turns %s into a code that has words', async (_, answer, code) => {
    const failures: unknown[] = []
    const { error } = console
    console.error = (...args: unknown[]) => void failures.push(args)
    expect(await apiOver(answer).get('/greeting', Greeting)).toEqual({ ok: false, code })
    console.error = error
  })

  it('tells a lost connection from a server that is gone', async () => {
    const options = { url: 'http://panel.test', publishableKey: 'key', token: async () => 'token', fetch: async () => Promise.reject(new TypeError('failed')) }
    expect(await createApi({ ...options, isOnline: () => false }).get('/x', Greeting)).toEqual({ ok: false, code: 'offline' })
    expect(await createApi({ ...options, isOnline: () => true }).get('/x', Greeting)).toEqual({ ok: false, code: 'unreachable' })
  })

  it('asks once more with a new token when the first has run out on the server\'s clock', async () => {
    const seen: (string | null)[] = []
    const api = createApi({
      url: 'http://panel.test',
      publishableKey: 'key',
      token: async (isRefused = false) => isRefused ? 'new' : 'old',
      isOnline: () => true,
      fetch: async (_, init) => {
        const bearer = new Headers(init?.headers).get('authorization')
        seen.push(bearer)
        return bearer === 'Bearer new' ? json({ hello: 'Maya' }) : problem('not_signed_in', 401)
      },
    })
    expect(await api.get('/greeting', Greeting)).toMatchObject({ ok: true })
    expect(seen).toEqual(['Bearer old', 'Bearer new'])
  })

  it('asks nobody when nobody is signed in', async () => {
    const api = createApi({ url: 'http://panel.test', publishableKey: 'key', token: async () => null, fetch: async () => json({ hello: 'who?' }) })
    expect(await api.get('/greeting', Greeting)).toEqual({ ok: false, code: 'not_signed_in' })
  })
})
