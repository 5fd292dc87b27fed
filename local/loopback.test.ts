import { afterEach, describe, expect, it } from 'vitest'
import { shortenLoopback } from './loopback.ts'

const outside = globalThis.fetch
afterEach(() => { globalThis.fetch = outside })

const ORIGIN = 'http://stack.test'

describe('shortenLoopback', () => {
  it('hands over what is asked of its own paths, whole, and nothing else', async () => {
    globalThis.fetch = async input => new Response(`outside ${input instanceof Request ? input.url : input}`)
    shortenLoopback(ORIGIN, '/standin/', async request => new Response(`${request.method} ${new URL(request.url).search} ${request.headers.get('x-a')} ${await request.text()}`))
    const inside = await fetch(`${ORIGIN}/standin/chatwoot/x?y=1`, { method: 'POST', headers: { 'x-a': 'b' }, body: 'words' })
    expect(await inside.text()).toBe('POST ?y=1 b words')
    expect(await (await fetch(`${ORIGIN}/standins`)).text()).toBe(`outside ${ORIGIN}/standins`)
    expect(await (await fetch('http://elsewhere.test/standin/')).text()).toBe('outside http://elsewhere.test/standin/')
  })

  it('gives a request up when its signal says so', async () => {
    shortenLoopback(ORIGIN, '/standin/', async () => new Promise(() => {}))
    const asked = new AbortController()
    const answer = fetch(`${ORIGIN}/standin/`, { signal: asked.signal })
    asked.abort(new Error('too late'))
    await expect(answer).rejects.toThrow('too late')
    await expect(fetch(`${ORIGIN}/standin/`, { signal: AbortSignal.abort(new Error('never asked')) })).rejects.toThrow('never asked')
  })

  it('fails as a socket does when the other side hangs up', async () => {
    shortenLoopback(ORIGIN, '/standin/', async () => Response.error())
    await expect(fetch(`${ORIGIN}/standin/`)).rejects.toThrow(TypeError)
  })
})
