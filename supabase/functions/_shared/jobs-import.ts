import type { Facts } from '../../../shared/ingest/facts.ts'
import type { MessagePayload } from '../../../shared/ingest/payload.ts'
import type { Chatwoot } from './chatwoot.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { readThread } from '../../../shared/ingest/read-thread.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwoot } from './chatwoot.ts'
import { storePast } from './jobs-fold.ts'
import { timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'

// A page is 25 conversations and as many threads. Chatwoot allows 3000 requests a minute from one address, for everything.
const PAUSE_MS = 5_000
const MOST_MESSAGE_PAGES = 10
const PAGE_OF_MESSAGES = 20
// Chatwoot was away this often in a row: somebody must look.
const MOST_FAILURES = 10
const RETRY_MS = 60_000

const Row = z.object({
  since: z.string().transform(text => Date.parse(text)),
  page: z.number(),
  conversations: z.number(),
  failures: z.number(),
  state: z.string(),
  is_stop_asked: z.boolean(),
})
type Change = Partial<{ page: number, conversations: number, failures: number, state: string, progress: number }>

/** Brings in one page of Chatwoot's past and asks for the next; stops when asked, and goes on after a crash where it was. */
export async function importHistory(accountId: number, _: Job[], work: Work): Promise<void> {
  const { data, error } = await work.admin.from('history_imports').select('since, page, conversations, failures, state, is_stop_asked').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const row = Row.nullable().parse(data)
  if (!row || !['queued', 'running'].includes(row.state)) return
  if (row.is_stop_asked) return note(accountId, { state: 'stopped' }, work)

  const { chatwoot } = await loadAccount(work.admin, accountId)
  const page = await readPage(createChatwoot({ ...chatwoot, fetch: work.fetch }), row, work.now()).catch((problem) => {
    if (problem instanceof ProblemError && problem.code === 'chatwoot_unreachable') return null
    throw problem
  })
  if (page === null) {
    const failures = row.failures + 1
    await note(accountId, { failures, state: failures >= MOST_FAILURES ? 'failed' : 'running' }, work)
    if (failures < MOST_FAILURES) await goOn(accountId, RETRY_MS, work)
    return
  }
  await storePast(accountId, page.facts, work)
  const conversations = row.conversations + page.facts.conversations.length
  const progress = page.isLast ? 1 : Math.min(1, (work.now() - page.oldest) / Math.max(1, work.now() - row.since))
  await note(accountId, { page: row.page + 1, conversations, failures: 0, progress, state: page.isLast ? 'done' : 'running' }, work)
  if (!page.isLast) await goOn(accountId, PAUSE_MS, work)
}

async function readPage(chatwoot: Chatwoot, { page, since }: z.infer<typeof Row>, now: number) {
  const listed = await chatwoot.conversationsByOpening(page)
  const wanted = listed.filter(one => one.created_at >= since)
  const facts: Facts[] = []
  for (const conversation of wanted) facts.push(readThread(conversation, await wholeThread(chatwoot, conversation.id), now))
  const oldest = Math.min(now, ...listed.map(one => one.created_at))
  return { facts: foldAll(facts), oldest, isLast: wanted.length < listed.length || listed.length === 0 }
}

async function wholeThread(chatwoot: Chatwoot, conversationId: number): Promise<MessagePayload[]> {
  const all: MessagePayload[] = []
  for (let pages = 0; pages < MOST_MESSAGE_PAGES; pages++) {
    const [oldest] = all
    const found = await chatwoot.messages(conversationId, oldest ? { before: oldest.id } : {})
    all.unshift(...found)
    if (found.length < PAGE_OF_MESSAGES) break
  }
  return all
}

async function note(accountId: number, change: Change, { admin, now }: Work): Promise<void> {
  const { error } = await admin.from('history_imports').update({ ...change, updated_at: timestamp(now()) }).eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
}

async function goOn(accountId: number, afterMs: number, work: Work): Promise<void> {
  await enqueueJob({ ...work, now: () => work.now() + afterMs }, accountId, 'import_history', {}, 'import')
}
