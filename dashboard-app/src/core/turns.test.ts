import { describe, expect, it } from 'vitest'
import { later } from './testing'
import { createTurns } from './turns'

describe('createTurns', () => {
  it('lets a run finish and follows it by one more, however often it is asked meanwhile', async () => {
    const slow = later<void>()
    const seen: number[] = []
    const ask = createTurns(async (argument: number) => {
      seen.push(argument)
      if (argument === 1) await slow.promise
    })
    const all = [ask(1), ask(2), ask(3), ask(4)]
    expect(seen).toEqual([1])
    slow.settle()
    await Promise.all(all)
    expect(seen).toEqual([1, 4])
  })

  it('goes on after a run that failed', async () => {
    let isBroken = true
    const ask = createTurns(async () => { if (isBroken) throw new Error('broken') })
    await expect(ask(null)).rejects.toThrow('broken')
    isBroken = false
    await expect(ask(null)).resolves.toBeUndefined()
  })
})
