import { z } from 'zod'
import { embed } from './embed.ts'
import { exampleOf } from './example.ts'
import { Fault, FAULTS } from './fault.ts'
import { answer } from './writer.ts'

const MODEL = 'pitwall-stand-in'
const EMBEDDING_MODEL = 'pitwall-stand-in-embedding'

const Content = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))])
const ChatRequest = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: Content.nullish() })).min(1),
  stream: z.boolean().nullish(),
  response_format: z.looseObject({ json_schema: z.looseObject({ schema: z.unknown() }).optional() }).nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
})
const EmbeddingsRequest = z.looseObject({
  input: z.union([z.string(), z.array(z.string())]),
  dimensions: z.number().int().min(1).max(3072).optional(),
  encoding_format: z.enum(['float', 'base64']).optional(),
})

export interface OpenAiStandInOptions {
  now?: () => number
  /** How long one streamed word takes; long enough to be seen, short enough for tests. */
  wordMs?: number
}

/**
 * Speaks the chat-completions and embeddings contract without a model: what it writes comes from its input alone.
 * Faults are set for all calls with `PUT /__fault {"fault": "empty"}` or for one with the header `x-stand-in-fault`.
 */
export function createOpenAiStandIn({ now = Date.now, wordMs = 15 }: OpenAiStandInOptions = {}) {
  let standing: Fault = 'none'
  let count = 0

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/__fault' && request.method === 'PUT') {
      standing = z.object({ fault: Fault }).parse(await request.json()).fault
      return Response.json({ fault: standing })
    }
    if (pathname === '/v1/models') return Response.json({ object: 'list', data: [MODEL, EMBEDDING_MODEL].map(toModel) })
    if (request.method !== 'POST') return failure(404, 'not_found')
    const body: unknown = await request.json().catch(() => null)
    if (pathname === '/v1/embeddings') return embeddings(body)
    if (pathname === '/v1/chat/completions') return chat(body, faultOf(request), request.signal)
    return failure(404, 'not_found')
  }

  function faultOf(request: Request): Fault {
    const asked = Fault.safeParse(request.headers.get('x-stand-in-fault'))
    return asked.success ? asked.data : standing
  }

  function embeddings(body: unknown) {
    const parsed = EmbeddingsRequest.safeParse(body)
    if (!parsed.success) return failure(400, 'invalid_request_error')
    const texts = typeof parsed.data.input === 'string' ? [parsed.data.input] : parsed.data.input
    const data = texts.map((text, index) => {
      const vector = embed(text, parsed.data.dimensions ?? 384)
      return { object: 'embedding', index, embedding: parsed.data.encoding_format === 'base64' ? toBase64(vector) : [...vector] }
    })
    const tokens = texts.reduce((sum, text) => sum + tokensIn(text), 0)
    return Response.json({ object: 'list', model: EMBEDDING_MODEL, data, usage: { prompt_tokens: tokens, total_tokens: tokens } })
  }

  async function chat(body: unknown, fault: Fault, signal: AbortSignal) {
    const parsed = ChatRequest.safeParse(body)
    if (!parsed.success) return failure(400, 'invalid_request_error')
    const refusal = FAULTS[fault].status
    if (refusal) return failure(refusal, fault === 'busy' ? 'rate_limit_exceeded' : 'server_error')

    const texts = parsed.data.messages.map(({ content }) => typeof content === 'string' ? content : (content ?? []).map(part => part.text ?? '').join(''))
    const schema = parsed.data.response_format?.json_schema?.schema
    const { text, finish } = FAULTS[fault].twist(schema ? JSON.stringify(exampleOf(schema)) : answer(texts))
    const usage = { prompt_tokens: tokensIn(texts.join(' ')), completion_tokens: tokensIn(text) }
    const head = { id: `chatcmpl-stand-in-${++count}`, created: Math.floor(now() / 1000), model: MODEL }
    const total = { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens }
    if (!parsed.data.stream) {
      const choice = { index: 0, message: { role: 'assistant', content: text, refusal: null }, finish_reason: finish, logprobs: null }
      await pause(FAULTS[fault].pauseMs, signal)
      return Response.json({ ...head, object: 'chat.completion', choices: [choice], usage: total })
    }

    const chunk = (delta: object, finish_reason: string | null = null) =>
      ({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })
    const asksUsage = parsed.data.stream_options?.include_usage === true
    async function* chunks() {
      yield chunk({ role: 'assistant', content: '' })
      const { pauseMs, pausesFrom = 0 } = FAULTS[fault]
      for (const [index, word] of (text.match(/\s*\S+|\s+$/g) ?? []).entries()) {
        await pause(pauseMs && index >= pausesFrom ? pauseMs : wordMs, signal)
        yield chunk({ content: word })
      }
      yield chunk({}, finish)
      if (asksUsage) yield { ...chunk({}), choices: [], usage: total }
    }
    return serverSentEvents(chunks())
  }

  return { fetch }
}

function toModel(id: string) {
  return { id, object: 'model', created: 0, owned_by: 'pitwall' }
}

function failure(status: number, type: string) {
  return Response.json({ error: { message: `The stand-in answers ${status}.`, type, param: null, code: null } }, { status })
}

function serverSentEvents(events: AsyncGenerator<object>) {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await events.next()
      if (!next.done) return controller.enqueue(encoder.encode(`data: ${JSON.stringify(next.value)}\n\n`))
      controller.enqueue(encoder.encode('data: [DONE]\n\n'))
      controller.close()
    },
    cancel: async () => void await events.return(undefined),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** Near enough to a tokeniser for a stand-in: four characters each. */
function tokensIn(text: string) {
  return Math.ceil(text.length / 4)
}

function toBase64(vector: Float32Array) {
  return btoa(Array.from(new Uint8Array(vector.buffer), byte => String.fromCharCode(byte)).join(''))
}

function pause(ms: number, signal: AbortSignal) {
  if (ms === 0 || signal.aborted) return Promise.resolve()
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}
