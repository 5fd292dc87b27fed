import type { Reporter } from './figure.ts'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { z } from 'zod'
import { readEvents } from '../dashboard-app/src/core/sse.ts'
import { freePort, startPitwall } from '../e2e/pitwall.ts'
import { readLines } from '../scripts/search-eval.ts'
import { ArticleHit } from '../shared/contracts/article.ts'
import { Brief } from '../shared/contracts/brief.ts'
import { DraftEvent } from '../shared/contracts/draft.ts'
import { seededRandom } from '../shared/random/seeded.ts'
import { signInAgent } from './agent.ts'
import { percentile } from './figure.ts'
import { shuffled } from './random.ts'

const FILE = '../shared/data/tickets/dev.jsonl'
// Real shoppers first: what templates and crowd workers write is easier.
const MESSAGES = { 'hint3-curekart': 100, 'hint3-sofmattress': 100, 'multidogo': 60, 'clinc': 20, 'bitext': 20 }
const MESSAGES_WITH_MODEL = 60
// Dollars for a million tokens in and out, so that the cost has a size.
const PRICES = { OPENAI_INPUT_PRICE: '0.15', OPENAI_OUTPUT_PRICE: '0.60' }

const Ticket = z.object({ text: z.string().min(1), source: z.string() })
const Hits = z.object({ hits: z.array(ArticleHit) })
const People = z.object({ contacts: z.array(z.object({ id: z.number() })) })
const Opened = z.object({ conversationId: z.number() })
const Calls = z.array(z.object({ cost_micros: z.number(), outcome: z.string() }))
type Agent = Awaited<ReturnType<typeof signInAgent>>

/** Real customer messages through brief, search and drafts, as an agent asks for them: by the local writer, then by a model. */
export async function measure(reporter: Reporter): Promise<void> {
  if (!existsSync(FILE)) return reporter.skip('the development tickets are not beside the project')
  const tickets = await readLines(FILE, Ticket)
  const mixed = Object.entries(MESSAGES).flatMap(([source, count]) =>
    shuffled(tickets.filter(ticket => ticket.source === source), seededRandom(20_261_124)).slice(0, count))
  await answerAll(reporter, 'local', mixed.map(({ text }) => text), {})
  const port = String(await freePort())
  const model = { PORT: port, OPENAI_API_KEY: 'stand-in', OPENAI_BASE_URL: `http://127.0.0.1:${port}/standin/openai/v1`, ...PRICES }
  await answerAll(reporter, 'model', mixed.slice(0, MESSAGES_WITH_MODEL).map(({ text }) => text), model)
}

async function answerAll({ report, mustBeZero }: Reporter, writer: string, texts: string[], env: Record<string, string>): Promise<void> {
  const pitwall = await startPitwall(env)
  const agent = await signInAgent(pitwall.url)
  const chatwoot = new URL('/standin/chatwoot/demo/', pitwall.url)
  const { contacts } = People.parse(await (await fetch(new URL('people', chatwoot))).json())
  const took = { brief: new Array<number>(), search: new Array<number>(), drafts: new Array<number>() }
  const ends = { ready: 0, refused: 0, failed: 0 }
  const errors: string[] = []
  const timed = async (step: keyof typeof took, work: () => Promise<void>) => {
    const started = performance.now()
    await work().catch((error: unknown) => errors.push(`${step}: ${error instanceof Error ? error.message : 'unknown'}`))
    took[step].push(performance.now() - started)
  }

  for (const [index, text] of texts.entries()) {
    const body = JSON.stringify({ contactId: contacts[index % contacts.length]?.id, text })
    const opened = await fetch(new URL('customer', chatwoot), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const { conversationId } = Opened.parse(await opened.json())
    await timed('brief', async () => void Brief.parse(await read(agent, `brief/1/${conversationId}`)))
    await timed('search', async () => void Hits.parse(await read(agent, `knowledge/1/search?${new URLSearchParams({ q: text })}`)))
    await timed('drafts', async () => {
      for (const end of await readDrafts(agent, conversationId)) ends[end] += 1
    })
  }
  const { data } = await agent.client.from('model_calls').select('cost_micros, outcome')
  const calls = Calls.parse(data)
  await pitwall.stop()

  report(`${writer}.messages`, texts.length, 'count')
  for (const [step, times] of Object.entries(took)) {
    report(`${writer}.${step}_p50`, percentile(times, 0.5), 'ms')
    report(`${writer}.${step}_p95`, percentile(times, 0.95), 'ms')
  }
  for (const [end, count] of Object.entries(ends)) report(`${writer}.drafts_${end}`, count, 'count')
  report(`${writer}.drafts_refused_share`, ends.refused / (texts.length * 3), 'share')
  for (const outcome of ['used', 'rejected', 'failed']) report(`${writer}.calls_${outcome}`, calls.filter(call => call.outcome === outcome).length, 'count')
  report(`${writer}.cost_micros_a_message`, calls.reduce((sum, { cost_micros }) => sum + cost_micros, 0) / texts.length, 'count')
  for (const error of new Set(errors)) process.stderr.write(`${error.slice(0, 300)}\n`)
  mustBeZero(`${writer}.errors`, errors.length + ends.failed)
}

async function read(agent: Agent, path: string): Promise<unknown> {
  const response = await agent.call(path)
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response.json()
}

/** How each of the three styles ended; throws when one did not. */
async function readDrafts(agent: Agent, conversationId: number) {
  const response = await agent.call(`drafts/1/${conversationId}`, { method: 'POST', body: '{}' })
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`)
  const events: DraftEvent[] = []
  for await (const line of readEvents(response.body)) events.push(DraftEvent.parse(JSON.parse(line)))
  const ends = events.flatMap(({ type }) => type === 'ready' || type === 'refused' || type === 'failed' ? [type] : [])
  if (ends.length !== 3 || events.at(-1)?.type !== 'end') throw new Error(`${ends.length} of 3 drafts ended`)
  return ends
}
