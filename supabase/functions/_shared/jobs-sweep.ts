import type { ConversationPayload as Payload } from '../../../shared/ingest/payload.ts'
import type { ChatwootAccess } from './chatwoot-http.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { NO_FACTS } from '../../../shared/ingest/facts.ts'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { ConversationPayload } from '../../../shared/ingest/payload.ts'
import { readConversation } from '../../../shared/ingest/read-event.ts'
import { readThread } from '../../../shared/ingest/read-thread.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwootHttp } from './chatwoot-http.ts'
import { createChatwoot } from './chatwoot.ts'
import { storeFacts } from './jobs-fold.ts'
import { planClocks } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'

const SECOND = 1_000
const FIRST_LOOK_MS = 30 * 86_400 * SECOND
// Clocks differ, and a change may be committed a little after its own timestamp.
const OVERLAP_MS = 120 * SECOND
const BATCH = 200
const THREADS_AT_ONCE = 8
const ACTIVITY_PAGES = 10
const ActivityPage = z.object({ data: z.object({ payload: z.array(ConversationPayload) }) }).transform(answer => answer.data.payload)

/** Compares an account with Chatwoot's own lists and fetches what no webhook told. Chatwoot tries a webhook once. */
export async function sweepAccount(accountId: number, _: Job[], work: Work): Promise<void> {
  const startedAt = work.now()
  // Who left Chatwoot loses access with the next sweep; Chatwoot sends no event about people.
  await enqueueJob(work, accountId, 'sync_people', {}, 'sync_people')
  const since = await sweptUntil(accountId, startedAt, work) - OVERLAP_MS
  const { chatwoot } = await loadAccount(work.admin, accountId)
  const access = { ...chatwoot, fetch: work.fetch }
  const changed = await createChatwoot(access).conversationsUpdatedWithin((startedAt - since) / SECOND)
  const conversations = [...changed, ...await activeSince(since, access)]

  for (let from = 0; from < conversations.length; from += BATCH) {
    const seen = foldAll(conversations.slice(from, from + BATCH).map(payload => readConversation(payload, startedAt)))
    const rows = seen.conversations.map(({ conversationId, lastActivityAt }) => (
      { conversation_id: conversationId, last_activity_at: timestamp(lastActivityAt) }
    ))
    const stale = await callRpc(work.admin, 'stale_threads', { p_account_id: accountId, p_conversations: rows }, z.array(z.number()))
    // A conversation whose thread must be read is stored with it, so that it is judged before its promise is made.
    const current = seen.conversations.filter(({ conversationId }) => !stale.includes(conversationId))
    await storeFacts(accountId, { ...NO_FACTS, contacts: seen.contacts, conversations: current }, work)
    for (const id of stale) await enqueueJob(work, accountId, 'read_thread', { conversationId: id }, `${id}`)
  }
  const { error } = await work.admin.from('sweeps').upsert({ account_id: accountId, swept_until: timestamp(startedAt) })
  if (error) throw new ProblemError('internal', { cause: error })
}

/** Reads the end of threads, for messages whose webhook never came. */
export async function readThreads(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const { chatwoot } = await loadAccount(work.admin, accountId)
  const client = createChatwoot({ ...chatwoot, fetch: work.fetch })
  const asked = jobs.map(({ payload }) => z.object({ conversationId: z.number() }).parse(payload).conversationId)
  for (let from = 0; from < asked.length; from += THREADS_AT_ONCE) {
    const threads = await Promise.all(asked.slice(from, from + THREADS_AT_ONCE).map(async (conversationId) => {
      const found = await client.conversation(conversationId).catch(async error => forget(accountId, conversationId, error, work))
      return found ? readThread(found, await client.messages(conversationId), work.now()) : NO_FACTS
    }))
    await storeFacts(accountId, foldAll(threads), work)
  }
}

// A new message moves a conversation's last activity but not always its `updated_at`, so both lists are needed.
async function activeSince(since: number, access: ChatwootAccess): Promise<Payload[]> {
  const { read } = createChatwootHttp(access)
  const found: Payload[] = []
  for (let page = 1; page <= ACTIVITY_PAGES; page++) {
    const path = `/conversations?status=all&assignee_type=all&sort_by=last_activity_at_desc&page=${page}`
    const conversations = await read(path, ActivityPage)
    const fresh = conversations.filter(({ last_activity_at }) => (last_activity_at ?? 0) >= since)
    found.push(...fresh)
    if (fresh.length < conversations.length || conversations.length === 0) break
  }
  return found
}

async function sweptUntil(accountId: number, now: number, { admin }: Work): Promise<number> {
  const { data, error } = await admin.from('sweeps').select('swept_until').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return data ? Date.parse(data.swept_until) : now - FIRST_LOOK_MS
}

async function forget(accountId: number, conversationId: number, error: unknown, { admin, now }: Work): Promise<null> {
  if (!(error instanceof ProblemError) || error.code !== 'conversation_not_found') throw error
  const gone = { deleted_at: timestamp(now()) }
  const { error: refused } = await admin.from('conversations').update(gone).eq('account_id', accountId).eq('conversation_id', conversationId)
  if (refused) throw new ProblemError('internal', { cause: refused })
  await planClocks(accountId, [conversationId], { admin, now }, [{ conversationId, version: now() * 1000, status: 'deleted', snoozedUntil: null }])
  return null
}
