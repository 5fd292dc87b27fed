import { describe, expect, it } from 'vitest'
import { createCache } from './cache'
import { brief, memory } from './testing'

const MAYA = { userId: 'maya', accountId: 7 }
const HOUR = 3_600_000

describe('createCache', () => {
  it('gives a view back to its owner until it is half a day old', () => {
    let now = 0
    const cache = createCache(memory(), () => now)
    cache.put(MAYA, brief())
    now = 12 * HOUR
    expect(cache.get(MAYA, 41)).toMatchObject({ savedAt: 0, brief: { conversationId: 41 } })
    now = 12 * HOUR + 1
    expect(cache.get(MAYA, 41)).toBeNull()
  })

  it('forgets the oldest views when there are too many', () => {
    let now = 0
    const cache = createCache(memory(), () => now)
    for (let id = 1; id <= 30; id++) {
      now = id
      cache.put(MAYA, brief({ conversationId: id }))
    }
    expect(cache.get(MAYA, 6)).toBeNull()
    expect(cache.get(MAYA, 7)).not.toBeNull()
  })

  it('reads nothing from a view of an older panel', () => {
    const storage = memory()
    storage.setItem('pitwall.brief.maya.7.41', '{"savedAt":1,"brief":{"conversationId":41}}')
    expect(createCache(storage, () => 2).get(MAYA, 41)).toBeNull()
  })

  it('leaves nothing behind at sign-out, and nothing else touched', () => {
    const storage = memory()
    const cache = createCache(storage, () => 0)
    storage.setItem('pitwall.language', 'es')
    cache.put(MAYA, brief())
    cache.clear()
    expect(storage.keys()).toEqual(['pitwall.language'])
  })
})
