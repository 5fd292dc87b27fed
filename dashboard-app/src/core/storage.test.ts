// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { openStorage, readJson } from './storage'

afterEach(() => localStorage.clear())

describe('openStorage', () => {
  it('keeps values in the browser and leaves no probe behind', () => {
    const storage = openStorage(() => localStorage)
    storage.setItem('pitwall.language', 'fr')
    expect([storage.isBlocked, storage.keys(), localStorage.getItem('pitwall.language')]).toEqual([false, ['pitwall.language'], 'fr'])
  })

  it('works from memory where the browser denies storage', () => {
    const storage = openStorage(() => { throw new DOMException('denied', 'SecurityError') })
    storage.setItem('a', '1')
    expect([storage.isBlocked, storage.getItem('a'), storage.keys()]).toEqual([true, '1', ['a']])
    storage.removeItem('a')
    expect(storage.getItem('a')).toBeNull()
  })

  it('goes on when the storage is full', () => {
    const full = Object.assign(Object.create(localStorage), {
      setItem: (key: string) => { if (key !== 'pitwall.probe') throw new DOMException('full', 'QuotaExceededError') },
      getItem: () => null,
      removeItem: () => {},
    })
    expect(() => openStorage(() => full).setItem('pitwall.brief', 'x'.repeat(100))).not.toThrow()
  })
})

describe('readJson', () => {
  it('reads a broken value as none', () => {
    localStorage.setItem('broken', '{"a":')
    expect(readJson(openStorage(() => localStorage), 'broken')).toBeNull()
  })
})
