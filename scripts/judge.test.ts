import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'

// A second process, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

function run(args: string[], lines: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['scripts/judge.mjs', 'judge', ...args], { input: lines.join('\n'), encoding: 'utf8' })
  return { status, stderr, answers: stdout.split('\n').filter(Boolean).map(line => JSON.parse(line)) }
}

describe('npm run judge', () => {
  it('answers every line it can read, and names the others', () => {
    const { status, stderr, answers } = run(['category'], ['{"id": "a", "text": "Where is my order?"}', 'not json', '{"id": 2}', '{"id": 3, "text": ""}'])
    expect(answers.map(({ id, value }) => [id, value])).toEqual([['a', 'order_status'], [3, null]])
    expect(Object.keys(answers[0])).toEqual(['id', 'value', 'confidence', 'abstained', 'evidence'])
    expect(stderr).toMatch(/line 2: not JSON[\s\S]*line 3: text/)
    expect(status).toBe(1)
  })

  it('learns a shop\'s labels first, by code or by title', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pitwall-judge-')), 'labels.jsonl')
    writeFileSync(file, ['the snorkbar hums', 'my snorkbar hums again', 'snorkbar humming'].map(text => JSON.stringify({ text, category: 'Technical Support', also: [] })).join('\n'))
    const { status, answers } = run(['category', '--train', file], ['{"id": 1, "text": "snorkbar hums"}'])
    expect([status, answers[0]?.value]).toEqual([0, 'technical_support'])
  })

  it('weighs what was said before', () => {
    const line = (history: unknown) => JSON.stringify({ id: 1, text: 'and where is it now?', history })
    const [calm, tried] = run(['frustration'], [line([]), line([{ role: 'user', content: 'where is it?' }, { role: 'assistant', content: 'Sorry, I did not understand.' }])]).answers
    expect(tried.score).toBeGreaterThan(calm.score)
  })

  it('understands what was said before in the shapes in which it is kept', () => {
    const [asked, failed] = ['where is it?', 'Sorry, I did not understand.']
    const shapes = [
      [{ from: 'customer', text: asked }, { from: 'agent', text: failed }],
      [{ role: 'USER', content: asked }, { role: 'SYSTEM', content: failed }],
      [{ sender: 'contact', body: asked }, { sender: 'bot', body: failed }],
      [{ message_type: 0, content: asked }, { message_type: 1, content: failed }],
      [['user', asked], ['assistant', failed]],
      [asked, failed],
      [`Customer: ${asked}`, `Agent: ${failed}`],
      `user: ${asked}\nsystem: ${failed}`,
    ]
    const { status, answers } = run(['frustration'], shapes.map((history, id) => JSON.stringify({ id, text: 'and where is it now?', history })))
    expect(status).toBe(0)
    expect(new Set(answers.map(({ score }) => score)).size).toBe(1)
  })

  it('says how it is used when asked for a judge that does not exist', () => {
    expect(run(['taste'], [])).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run judge -- category|language|mood|frustration') })
  })
})
