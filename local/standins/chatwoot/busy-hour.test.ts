import { describe, expect, it } from 'vitest'
import { world } from '../../seed/index.ts'
import { createBusyHour } from './busy-hour.ts'
import { createChatwootStandIn } from './index.ts'

function open() {
  const delivered: string[] = []
  const { state, actions } = createChatwootStandIn({
    world,
    now: () => 1_795_000_000_000,
    apiToken: 'token',
    deliver: async (_, { body }) => void delivered.push(body),
  })
  const before = new Set(state.conversations.map(({ id }) => id))
  let seed = 1
  const random = () => (seed = seed * 48_271 % 2_147_483_647) / 2_147_483_647
  const hour = createBusyHour({ world, state, actions, random, wait: async () => {} })
  return { hour, fresh: () => state.conversations.filter(({ id }) => !before.has(id)), state }
}

describe('createBusyHour', () => {
  it('lets as many customers write as were asked for, and says when it is over', async () => {
    const { hour, fresh, state } = open()
    await hour.start({ customers: 40, seconds: 60, colleagueIds: [] })
    expect(fresh()).toHaveLength(40)
    expect(state.messages.filter(({ conversationId }) => fresh().some(({ id }) => id === conversationId)).every(({ content }) => content.trim() !== '')).toBe(true)
    expect(hour.progress()).toEqual({ sent: 40, customers: 40, isRunning: false })
  })

  it('leaves what nobody has to nobody', async () => {
    const { hour, fresh } = open()
    await hour.start({ customers: 10, seconds: 60, colleagueIds: [2, 3] })
    expect(fresh().every(({ firstReplyAt }) => firstReplyAt === null)).toBe(true)
  })

  it('stops at once', async () => {
    const { hour, fresh } = open()
    const running = hour.start({ customers: 40, seconds: 60, colleagueIds: [] })
    hour.stop()
    await running
    expect(fresh().length).toBeLessThan(40)
    expect(hour.progress().isRunning).toBe(false)
  })
})
