import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { opinionPrompt } from '../../../shared/judges/second-opinion.ts'
import { Fault } from './fault.ts'
import { createOpenAiStandIn } from './index.ts'

const FACTS = [{ id: 'order.name', value: '#1042' }, { id: 'customer.name', value: 'Nora' }]
const standIn = createOpenAiStandIn({ wordMs: 0 })

/** The real client, as anybody's who puts this address in the place of OpenAI's. */
function client(fault: Fault = 'none') {
  return new OpenAI({
    apiKey: 'key',
    baseURL: 'http://openai.test/v1',
    maxRetries: 0,
    timeout: 300,
    defaultHeaders: { 'x-stand-in-fault': fault },
    // As over a wire: who hangs up hears nothing more.
    fetch: async (input, init) => Promise.race([
      standIn.fetch(new Request(input, init)),
      new Promise<never>((_, reject) => init?.signal?.addEventListener('abort', () => reject(new DOMException('hung up', 'AbortError')))),
    ]),
  })
}
const asking = (language: string) => [{ role: 'user' as const, content: JSON.stringify({ language, style: 'friendly', facts: FACTS }) }]

async function streamed(fault: Fault = 'none') {
  const chunks = await client(fault).chat.completions.create({ model: 'm', messages: asking('en'), stream: true, stream_options: { include_usage: true } })
  const seen = { text: '', parts: 0, end: '', tokens: 0 }
  for await (const { choices: [choice], usage } of chunks) {
    seen.text += choice?.delta.content ?? ''
    seen.parts += choice?.delta.content ? 1 : 0
    seen.end = choice?.finish_reason ?? seen.end
    seen.tokens = usage?.completion_tokens ?? seen.tokens
  }
  return seen
}

describe('createOpenAiStandIn', () => {
  it('writes from the facts it is given, in the language that is asked, the same each time', async () => {
    const said = async (language: string) => (await client().chat.completions.create({ model: 'm', messages: asking(language) })).choices[0]?.message.content
    const [english, again, spanish, french] = await Promise.all(['en', 'en', 'es', 'fr'].map(said))
    expect(english).toBe(again)
    for (const text of [english, spanish, french]) expect(text).toMatch(/Nora[\s\S]*#1042/)
    expect(new Set([english, spanish, french]).size).toBe(3)
  })

  it('sorts a message into the categories it is given, and says so when it cannot', async () => {
    const sorted = async (message: string) => {
      const { system, user } = opinionPrompt(message)
      const messages = [{ role: 'system' as const, content: system }, { role: 'user' as const, content: user }]
      return (await client().chat.completions.create({ model: 'm', messages })).choices[0]?.message.content
    }
    expect(await sorted('I would like my money back and send the mug back')).toBe('returns_refunds')
    expect(await sorted('asdf')).toBe('unsure')
  })

  it('streams word by word, says that it is done and what it counted', async () => {
    const { text, parts, end, tokens } = await streamed()
    expect(text).toContain('#1042')
    expect(parts).toBeGreaterThan(8)
    expect([end, tokens]).toEqual(['stop', Math.ceil(text.length / 4)])
  })

  it('gives texts with common words vectors that lie near each other, in both encodings', async () => {
    const input = ['Where is my parcel?', 'My parcel, where is it?', 'Do you sell tents?']
    const floats = (await client().embeddings.create({ model: 'e', input, dimensions: 256, encoding_format: 'float' })).data.map(({ embedding }) => embedding)
    const coded = (await client().embeddings.create({ model: 'e', input, dimensions: 256 })).data.map(({ embedding }) => embedding)
    const near = (a = floats[0], b = floats[0]) => (a ?? []).reduce((sum, value, axis) => sum + value * (b?.[axis] ?? 0), 0)
    expect(near(floats[0], floats[1])).toBeGreaterThan(near(floats[0], floats[2]) + 0.3)
    expect(coded.map(vector => vector.length)).toEqual([256, 256, 256])
    expect(coded[0]?.[7]).toBeCloseTo(floats[0]?.[7] ?? Number.NaN, 5)
  })

  it('keeps to a schema that is asked for', async () => {
    const schema = { type: 'object', properties: { mood: { enum: ['calm', 'angry'] }, score: { type: 'number' } } }
    const { choices } = await client().chat.completions.create({
      model: 'm',
      messages: asking('en'),
      response_format: { type: 'json_schema', json_schema: { name: 'judgement', schema } },
    })
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ mood: 'calm', score: 0 })
  })

  it('breaks in every way that is asked for', async () => {
    expect(await streamed('empty')).toMatchObject({ text: '', end: 'stop' })
    expect(await streamed('cut')).toMatchObject({ end: 'length' })
    expect((await streamed('obeys_customer')).text).toContain('refund')
    expect((await streamed('invents')).text).toContain('ZX99281734')
    await expect(streamed('busy')).rejects.toMatchObject({ status: 429 })
    await expect(streamed('broken')).rejects.toMatchObject({ status: 500 })
    for (const fault of ['slow', 'stalls'] as const) {
      await expect(client(fault).chat.completions.create({ model: 'm', messages: asking('en') })).rejects.toThrow('timed out')
    }
    expect(Fault.options).toHaveLength(9)
  })

  it.each([['/v1/chat/completions', '{'], ['/v1/chat/completions', '{"messages": []}'], ['/v1/embeddings', '{"input": 7}']])('refuses %s with %s', async (path, body) => {
    expect((await standIn.fetch(new Request(`http://openai.test${path}`, { method: 'POST', body }))).status).toBe(400)
  })
})
