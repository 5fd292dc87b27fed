// @vitest-environment happy-dom
import type { HistoryImport, ReplayBench, ReplayRun } from '#shared/contracts/replays'
import { DEFAULT_ROUTING_POLICY } from '#shared/contracts/routing'
import { http, HttpResponse } from 'msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FUNCTIONS, openSettings, server, settle } from '../testing'

const DAY = 86_400_000
const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 1440 }))
const PERSON = { isRouted: true, capacity: 10, languages: [], skills: [], shift: null }
const IMPORT: HistoryImport = { state: 'running', progress: 0.4, days: 90, conversations: 120, skipped: 3, code: null, waitsUntil: null }
let bench: ReplayBench
let run: ReplayRun
let sent: unknown[]

function figures(broken: number) {
  const estimate = { value: 0.1, low: 0.08, high: 0.12 }
  const wait = { value: 600, low: 540, high: 660 }
  return {
    promises: 500,
    broken,
    brokenShare: estimate,
    waitP50Seconds: wait,
    waitP90Seconds: null,
    fairness: { value: 1.4, low: 1.3, high: 1.5 },
    workFairness: null,
    reassignments: 12,
    unanswered: 1,
    people: [{ agentId: 1, name: 'Ada', conversations: 60, workHours: 40, dutyHours: 160 }],
  }
}
function ended(over: Partial<NonNullable<ReplayRun['outcome']>> = {}): ReplayRun {
  return {
    ...run,
    state: 'done',
    progress: 1,
    outcome: {
      result: {
        version: 'replay-1',
        source: 'history',
        seed: 1,
        conversations: 340,
        days: 31,
        before: figures(80),
        after: figures(50),
        change: {
          fewerBroken: { value: 0.375, low: 0.2, high: 0.5 },
          waitP50Seconds: { value: -120, low: -180, high: -60 },
          waitP90Seconds: null,
          fairness: { value: 0, low: -0.1, high: 0.1 },
          workFairness: null,
          reassignments: -4,
        },
      },
      since: 1_795_000_000_000 - 30 * DAY,
      until: 1_795_000_000_000,
      leftOut: 7,
      before: 'round_robin',
      neverThere: ['Ben'],
      ...over,
    },
  }
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => {
  sent = []
  run = { id: 5, state: 'running', progress: 0.3, days: 30, code: null, createdAt: 1_795_000_000_000, askedBy: 'Ada', outcome: null }
  bench = {
    today: {
      assign: 'round_robin',
      policy: DEFAULT_ROUTING_POLICY,
      people: [{ ...PERSON, agentId: 1 }, { ...PERSON, agentId: 2 }],
      tiers: [{
        id: 1,
        name: 'General',
        position: 1,
        targetSeconds: 3600,
        nextTargetSeconds: null,
        resolutionTargetSeconds: null,
        conditions: [{ on: 'always' }],
        isEnabled: true,
      }],
      calendar: { timeZone: 'UTC', blocks: ALWAYS, holidays: [] },
    },
    names: [{ agentId: 1, name: 'Ada' }, { agentId: 2, name: 'Ben' }],
    history: { conversations: 340, oldestAt: 1_790_000_000_000 },
    import: null,
    replays: [],
  }
  server.use(
    http.get(`${FUNCTIONS}/setup/7/connections`, () => HttpResponse.json({ checks: [] })),
    http.get(`${FUNCTIONS}/routing/7/replays`, () => HttpResponse.json(bench)),
    http.get(`${FUNCTIONS}/routing/7/replays/5`, () => HttpResponse.json(run)),
    http.post(`${FUNCTIONS}/routing/7/replays`, async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(run, { status: 201 })
    }),
  )
})
afterEach(() => {
  server.resetHandlers()
  document.body.innerHTML = ''
})
afterAll(() => server.close())

async function openReplay() {
  const opened = await openSettings()
  await opened.press('Replay')
  return opened
}

describe('replay', () => {
  it('runs a draft of today with what was changed, shows how far it is, and stops', async () => {
    server.use(http.post(`${FUNCTIONS}/routing/7/replays/5/stop`, () => HttpResponse.json({ ...run, state: 'stopped' })))
    const { page, press } = await openReplay()
    const ben = page.findAll('label').find(one => one.text() === 'Ben')?.get('input')
    await ben?.setValue(false)
    await page.get('[aria-label="General"] input').setValue('15')
    await settle()
    expect(page.findAll('summary').filter(one => one.text().includes('changed'))).toHaveLength(2)
    await press('Run the replay')
    expect(sent).toMatchObject([{
      days: 30,
      draft: { assign: 'routing', people: [{ agentId: 1 }], tiers: [{ targetSeconds: 900 }], calendar: { timeZone: 'UTC' } },
    }])
    expect(page.get('progress').element.value).toBe(0.3)
    await press('Stop')
    expect(page.text()).toContain('It was stopped')
  })

  it('says what came of it in a sentence and a table, and takes the draft over to Routing', async () => {
    run = ended()
    bench.replays = [{ ...run }]
    server.use(http.get(`${FUNCTIONS}/routing/7/settings`, () => HttpResponse.json({
      version: 1,
      policy: DEFAULT_ROUTING_POLICY,
      people: bench.names.map(one => ({ ...PERSON, ...one, availability: 'online', load: 0, typicalResponseSeconds: null })),
      inboxes: [],
    })))
    const { page, press, button } = await openReplay()
    expect(page.text()).toContain('The draft would have broken 50 promises instead of 80, and that is hardly chance.')
    const row = page.findAll('tr').find(one => one.text().startsWith('Broken promises'))
    expect(row?.findAll('td').map(cell => cell.text())).toEqual(['80', '50', '−37.5% −50% to −20%'])
    expect(page.text()).toContain('7 conversations were left out')
    expect(page.text()).toContain('Ben has no hours and never replied')
    expect(page.text()).not.toContain('Not your own past')
    await page.get('[aria-label="Ada takes part in routing"]').setValue(false)
    await press('Take people and rules over to Routing')
    expect(button('Save')?.attributes('disabled')).toBeUndefined()
    expect(page.get<HTMLInputElement>('[aria-label="Ada takes part in routing"]').element.checked).toBe(false)
  })

  it('says when the month was made up, and brings in the past', async () => {
    run = ended()
    if (run.outcome) run.outcome.result.source = 'generated'
    bench.replays = [{ ...run }]
    const asked: unknown[] = []
    server.use(
      http.post(`${FUNCTIONS}/routing/7/import`, async ({ request }) => {
        asked.push(await request.json())
        return HttpResponse.json(IMPORT, { status: 202 })
      }),
      http.post(`${FUNCTIONS}/routing/7/import/stop`, () => HttpResponse.json({ ...IMPORT, state: 'stopped' })),
    )
    const { page, press } = await openReplay()
    expect(page.text()).toContain('Not your own past')
    await press('Import from Chatwoot')
    expect(asked).toEqual([{ days: 90 }])
    expect(page.text()).toContain('120 conversations so far')
    await press('Stop')
    expect(page.text()).toContain('120 conversations are in; the rest is not.')
    expect(page.text()).toContain('Go on')
  })

  it.each([
    ['nobody is at work', 'Somebody has to be at work.', async (page: Awaited<ReturnType<typeof openReplay>>['page']) => {
      for (const name of ['Ada', 'Ben']) await page.findAll('label').find(one => one.text() === name)?.get('input').setValue(false)
    }],
    ['hours end before they begin', 'Mend the draft first.', async (page: Awaited<ReturnType<typeof openReplay>>['page']) => {
      await page.get('input[type="time"]').setValue('23:00')
      await page.findAll('input[type="time"]')[1]?.setValue('08:00')
    }],
  ])('runs nothing while %s', async (_, words, spoil) => {
    const { page, button } = await openReplay()
    await spoil(page)
    await settle()
    expect(button('Run the replay')?.attributes('disabled')).toBeDefined()
    expect(page.text()).toContain(words)
  })

  it('shows the one that runs when another person started it, and why an import ended', async () => {
    bench.import = { ...IMPORT, state: 'failed', code: 'chatwoot_refused' }
    server.use(http.post(`${FUNCTIONS}/routing/7/replays`, () => {
      bench.replays = [{ ...run }]
      return HttpResponse.json({ code: 'already_running', status: 409 }, { status: 409 })
    }))
    const { page, press } = await openReplay()
    expect(page.text()).toContain('Chatwoot refused the access token')
    await press('Run the replay')
    expect(page.text()).toContain('One is running already')
    expect(page.get('progress').element.value).toBe(0.3)
  })

  it('is there for supervisors, who save nothing', async () => {
    run = ended()
    bench.replays = [{ ...run }]
    server.use(http.get('http://panel.test/rest/v1/*', () => HttpResponse.json([])))
    const { page, button } = await openSettings('supervisor')
    await settle()
    expect(page.text()).toContain('What it would have meant')
    expect(button('Take people and rules over to Routing')).toBeUndefined()
  })
})
