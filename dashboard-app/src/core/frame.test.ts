import type { FrameHint } from './frame'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openFrame } from './frame'

const CHATWOOT = 'https://chatwoot.example'

/** A context as Chatwoot posts it: a JSON string. */
function context(over: Record<string, unknown> = {}) {
  return JSON.stringify({
    event: 'appContext',
    data: {
      conversation: { id: 41, account_id: 3, meta: { sender: { id: 9, name: 'Nora Whitfield' } } },
      contact: { id: 9, name: 'Nora Whitfield' },
      currentAgent: { id: 5, name: 'Maya Okafor', email: 'Maya@Shop.example' },
      ...over,
    },
  })
}

function openPage() {
  const listeners: ((event: MessageEvent) => void)[] = []
  const posted: [string, string][] = []
  const parent = { postMessage: (message: string, origin: string) => void posted.push([message, origin]) }
  const hints: FrameHint[] = []
  const strangers: string[] = []
  const frame = openFrame({ parent, addEventListener: (_, listener) => void listeners.push(listener) }, {
    origins: [CHATWOOT],
    onHint: hint => void hints.push(hint),
    onStranger: origin => void strangers.push(origin),
  })
  const receive = (data: unknown, origin = CHATWOOT, source: unknown = parent) => {
    for (const listener of listeners) listener(Object.assign(new Event('message'), { data, origin, source }) as MessageEvent)
  }
  return { frame, hints, strangers, posted, receive }
}

describe('openFrame', () => {
  it('reads who is asking about which conversation', () => {
    const { receive, hints } = openPage()
    receive(context())
    expect(hints).toEqual([{
      conversationId: 41,
      agentEmail: 'maya@shop.example',
      agentName: 'Maya Okafor',
      contactName: 'Nora Whitfield',
      theme: null,
      chatwoot: { origin: CHATWOOT, accountId: 3 },
    }])
  })

  it('takes no context from another origin, and names it', () => {
    const { receive, hints, strangers } = openPage()
    receive(context(), 'https://evil.example')
    expect(hints).toEqual([])
    expect(strangers).toEqual(['https://evil.example'])
  })

  it('takes no context from another window of the right origin', () => {
    const { receive, hints } = openPage()
    receive(context(), CHATWOOT, { postMessage: () => {} })
    expect(hints).toEqual([])
  })

  it.each([
    ['an object instead of a string', { event: 'appContext', data: {} }],
    ['a broken string', '{"event":"appContext"'],
    ['another event', JSON.stringify({ event: 'somethingElse', note: 'appContext' })],
    ['an id that is no number', context({ conversation: { id: '41; drop table' } })],
    ['an agent without an address', context({ currentAgent: { id: 5, name: 'Maya', email: 'nobody' } })],
  ])('passes over %s', (_, posted) => {
    const { receive, hints, strangers } = openPage()
    receive(posted)
    expect([hints, strangers]).toEqual([[], []])
  })

  it('asks with Chatwoot\'s bare string', () => {
    const { frame, posted } = openPage()
    frame.ask()
    expect(posted).toEqual([['chatwoot-dashboard-app:fetch-info', '*']])
  })

  const SAMPLES = ['chatwoot-appcontext-example.json', 'chatwoot-appcontext-example-after-websocket.json']
  it.skipIf(!hasContracts()).each(SAMPLES)('reads the recorded context %s', (sample) => {
    const { receive, hints } = openPage()
    receive(readFileSync(`../shared/contracts/chatwoot/${sample}`, 'utf8'))
    expect(hints).toHaveLength(1)
    expect(hints[0]?.agentEmail).toMatch(/@/)
  })
})

function hasContracts(): boolean {
  try {
    return readFileSync('../shared/contracts/chatwoot/chatwoot-appcontext-example.json').length > 0
  }
  catch {
    return false
  }
}
