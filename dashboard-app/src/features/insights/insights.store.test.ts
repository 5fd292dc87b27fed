import type { AttainmentFigure } from '#shared/contracts/attainment'
import type { Question } from './insights.store'
import { describe, expect, it } from 'vitest'
import { json, later, openStores, problem } from '@/core/testing'
import { useInsightsStore } from './insights.store'

const QUESTION: Question = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 25), by: 'tier', kind: null, withEarlier: false }
const LINKS = 'https://chat.example/app/accounts/1/conversations'

function figure(key: string | null, kept: number): AttainmentFigure {
  return { key, name: key, kept, broken: 1, open: 0, closed: 0, share: kept / (kept + 1), low: 0.1, high: 0.9 }
}
function answering(path: string): Response {
  if (path.includes('/promises?')) return json({ promises: [], linkBase: LINKS })
  return json({ figures: path.includes('by=all') ? [figure(null, 9)] : [figure('VIP', 8), figure(null, 1)] })
}

describe('useInsightsStore', () => {
  it('asks for the whole and its parts over the same time', async () => {
    const asked: string[] = []
    openStores((path) => {
      asked.push(path)
      return answering(path)
    })
    const store = useInsightsStore()
    await store.load(7, { ...QUESTION, kind: 'resolution' })
    expect(store.state).toMatchObject({ status: 'ready', all: { kept: 9 }, figures: [{ key: 'VIP' }, { key: null }] })
    const period = 'from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-25T00%3A00%3A00.000Z'
    expect(asked).toEqual(['tier', 'all'].map(by => `/sla/7/attainment?${period}&by=${by}&withEarlier=false&kind=resolution`))
  })

  it('shows the answer to the last question only', async () => {
    const slow = later<void>()
    openStores(async (path) => {
      if (path.includes('by=agent')) await slow.promise
      return answering(path)
    })
    const store = useInsightsStore()
    const first = store.load(7, { ...QUESTION, by: 'agent' })
    await store.load(7, QUESTION)
    slow.settle()
    await first
    expect(store.state).toMatchObject({ status: 'ready', question: { by: 'tier' } })
  })

  it('opens the promises of a figure, nobody\'s too, and closes them again', async () => {
    openStores(answering)
    const store = useInsightsStore()
    await store.load(7, QUESTION)
    await store.open(7, '')
    expect(store.opened).toEqual({ status: 'ready', key: '', promises: [], linkBase: LINKS })
    await store.open(7, '')
    expect(store.opened).toBeNull()
  })

  it('says why there are no figures', async () => {
    openStores(() => problem('forbidden', 403))
    const store = useInsightsStore()
    await store.load(7, QUESTION)
    expect(store.state).toEqual({ status: 'failed', code: 'forbidden' })
  })

  it('says why the promises of a figure cannot be shown, and leaves the figures standing', async () => {
    openStores(path => path.includes('/promises?') ? problem('internal', 500) : answering(path))
    const store = useInsightsStore()
    await store.load(7, QUESTION)
    await store.open(7, 'VIP')
    expect(store.opened).toEqual({ status: 'failed', key: 'VIP', code: 'internal' })
    expect(store.state.status).toBe('ready')
  })
})
