// @vitest-environment happy-dom
import type { JudgesOverview } from '#shared/contracts/judges'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server, settle } from '../testing'

const NOTHING = { precision: null, explicit: null, coverage: null, calibrationError: null, bins: [], confusion: [] }
const JUDGE = { version: 'seed', targetPrecision: 0.9, bar: 0.62, isBarOwn: false, isActing: false, canAct: false, asksModel: false, canAskModel: false, pausedAt: null, meter: NOTHING }
let overview: JudgesOverview

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  overview = {
    judges: [
      {
        ...JUDGE,
        name: 'category',
        canAct: true,
        asksModel: false,
        canAskModel: true,
        meter: {
          ...NOTHING,
          precision: { share: 0.9, low: 0.79, high: 0.96, of: 50 },
          calibrationError: 0.04,
          bins: [{ from: 0.8, to: 1, confidence: 0.93, right: 45, of: 50 }],
          confusion: [{ said: 'order_status', truth: 'shipping_issues', count: 3 }],
        },
      },
      { ...JUDGE, name: 'mood' },
    ],
    models: [{ id: 5, version: 'own-1', isActive: true, isUsable: true, labels: 40, heldOut: 10, rightBefore: 6, rightAfter: 9, trainedAt: Date.UTC(2026, 10, 25, 9) }],
    labels: { fresh: 12, all: 52 },
    isTraining: false,
  }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${FUNCTIONS}/judges/7`, () => HttpResponse.json(overview)),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openJudges() {
  const settings = await openSettings()
  await settings.press('Judges')
  return settings
}

describe('judges', () => {
  it('show how often they are right, with the interval, and what they took for what', async () => {
    const { page } = await openJudges()
    expect(page.text()).toContain('90%')
    expect(page.text()).toContain('79% to 96%, from 50')
    expect(page.text()).toContain('Order statusShipping issue3')
    expect(page.text()).toContain('Nothing known yet')
  })

  it('are rolled back in one step, and trained again', async () => {
    const asked: unknown[] = []
    server.use(
      http.post(`${FUNCTIONS}/judges/7/category/activate`, async ({ request }) => {
        asked.push(await request.json())
        overview = { ...overview, models: overview.models.map(model => ({ ...model, isActive: false })) }
        return HttpResponse.json(overview)
      }),
      http.post(`${FUNCTIONS}/judges/7/category/retrain`, () => {
        overview = { ...overview, isTraining: true }
        return HttpResponse.json({ isTraining: true }, { status: 202 })
      }),
    )
    const { page, press } = await openJudges()
    await press('Roll back')
    expect(asked).toEqual([{ id: null }])
    expect(page.findAll('button').map(button => button.text())).toContain('Use this')
    await press('Retrain')
    expect(page.text()).toContain('Learning from your labels')
  })

  it('say when one stopped by itself, and act again when an admin says so', async () => {
    const saved: unknown[] = []
    overview.judges = overview.judges.map(judge => ({ ...judge, pausedAt: judge.canAct ? Date.UTC(2026, 10, 25, 9) : null }))
    server.use(http.put(`${FUNCTIONS}/judges/7/category/settings`, async ({ request }) => {
      saved.push(await request.json())
      return HttpResponse.json(overview)
    }))
    const { page } = await openJudges()
    expect(page.text()).toContain('Stopped by itself')
    await page.get('input[type="checkbox"]').setValue(true)
    await settle()
    expect(saved).toEqual([{ targetPrecision: 0.9, isActing: true, asksModel: false }])
  })

  it('say when they cannot be shown, and try again', async () => {
    server.use(http.get(`${FUNCTIONS}/judges/7`, () => HttpResponse.json({ code: 'internal' }, { status: 500 }), { once: true }))
    const { page, press } = await openJudges()
    expect(page.get('[role="alert"]').text()).toContain('The judges cannot be shown')
    await press('Try again')
    expect(page.text()).toContain('79% to 96%')
  })
})
