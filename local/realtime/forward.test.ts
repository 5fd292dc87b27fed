import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'
import { forwardMessages } from './forward.ts'
import { createHub } from './hub.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })
const PATIENCE = { timeout: 20_000 }

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => { stack = await startTestStack() }, 60_000)
afterAll(async () => stack.stop())

/** The hub with somebody in front of it who comes and goes, and who notes what is announced. */
function watchedHub() {
  const heard: string[] = []
  let arrived = (_isFirst: boolean) => {}
  let present = 0
  const access = { mayReceive: async () => true, maySend: async () => true }
  const hub = {
    ...createHub({ access, readToken: async () => null, roleOfKey: () => null, now: Date.now }),
    isAttended: () => present > 0,
    watchArrivals: (listener: (isFirst: boolean) => void) => { arrived = listener },
    announce: (topic: string, _: boolean, event: string) => void heard.push(`${topic} ${event}`),
  }
  return { hub, heard, come: () => arrived(++present === 1), go: () => void present-- }
}

async function send(event: string, isKept = true) {
  const { kysely } = stack.database.connection
  await kysely.transaction().execute(async (open) => {
    await open.executeQuery(CompiledQuery.raw(`select realtime.send('{}', $1, 'account:1', true)`, [event]))
    if (!isKept) throw new Error('not kept')
  }).catch(() => {})
}

describe('forwardMessages', () => {
  it('hands on what is committed, in order, to whoever is there, and to nobody what was sent before they came', async () => {
    const { hub, heard, come, go } = watchedHub()
    forwardMessages(stack.database, hub)
    await send('before anybody came')
    come()
    await send('first')
    await send('taken back', false)
    await Promise.all([send('second'), send('third')])
    await vi.waitFor(() => expect(heard).toEqual(['account:1 first', 'account:1 second', 'account:1 third']), PATIENCE)
    go()
    await send('while nobody was there')
    come()
    await send('after')
    await vi.waitFor(() => expect(heard.at(-1)).toBe('account:1 after'), PATIENCE)
    expect(heard).toHaveLength(4)
  })
})
