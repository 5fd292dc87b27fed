import type { ProblemCode } from '../../../shared/contracts/problem.ts'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PROBLEMS } from '../../../shared/contracts/problem.ts'
import { createApp, ProblemError } from './app.ts'

const logged = vi.spyOn(console, 'error')
beforeEach(() => void logged.mockReset().mockReturnValue())
afterAll(() => logged.mockRestore())

async function answerTo(error: Error) {
  const answer = await createApp('/x').get('/', () => { throw error }).request('/x')
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() }
}

describe('createApp', () => {
  it('answers every problem with its permanent code', async () => {
    for (const code of Object.keys(PROBLEMS).filter((name): name is ProblemCode => Object.hasOwn(PROBLEMS, name))) {
      const { status, title } = PROBLEMS[code]
      const body = { type: `urn:problem:${code}`, code, status, title }
      expect(await answerTo(new ProblemError(code))).toEqual({ status, type: 'application/problem+json', body })
    }
  })

  it('logs where it failed and never what it failed on', async () => {
    const secret = 'Failing row contains (1, shpat_4711,\n    at maya@example.com)'
    const row = Object.assign(new Error(secret), { code: '23514', details: secret })
    for (const error of [new ProblemError('internal', { cause: row }), new TypeError(secret), new SyntaxError(`Unexpected token in "${secret}"`)]) {
      expect(await answerTo(error)).toMatchObject({ status: 500, body: { code: 'internal' } })
    }
    const lines = logged.mock.calls.map(call => call.join(' '))
    expect(lines.map(line => line.split(' ')[0])).toEqual(['internal', 'TypeError', 'SyntaxError'])
    expect(lines[0]).toContain('23514')
    expect(lines.join('\n')).toContain('app.test.ts')
    expect(lines.join('\n')).not.toMatch(/shpat_4711|maya@/)
  })

  it('logs no refusal', async () => {
    await answerTo(new ProblemError('forbidden'))
    expect(logged).not.toHaveBeenCalled()
  })
})
