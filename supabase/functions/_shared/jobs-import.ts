import type { Facts } from '../../../shared/ingest/facts.ts'
import type { ConversationPayload } from '../../../shared/ingest/payload.ts'
import type { Chatwoot } from './chatwoot.ts'
import type { ImportClaim } from './import-claim.ts'
import type { Job, Work } from './jobs.ts'
import type { Judges } from './judge-models.ts'
import { z } from 'zod'
import { retryDelay } from '../../../shared/ingest/backoff.ts'
import { readThread } from '../../../shared/ingest/read-thread.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { readWholeThread } from './chatwoot-thread.ts'
import { AskedToWait, createChatwoot } from './chatwoot.ts'
import { claimImport } from './import-claim.ts'
import { factRows } from './jobs-fold.ts'
import { learnedRow, readMeaning } from './jobs-judge.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { loadJudges } from './judge-models.ts'

// Well within a job's lease, and whoever else has long work gets their turn.
const SLICE_MS = 8_000
// Chatwoot allows 3000 requests a minute from one address, for everything; a past that can wait takes a tenth of them.
const GAP_MS = 200
// Chatwoot counts requests by the minute and does not say when the next one begins.
const UNSAID_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
// So often in a row, over about half an hour: somebody must look.
const MOST_FAILURES = 10
// A hundred thousand conversations; a list that never ends ends here.
const MOST_PAGES = 4_000

const PACE = { gapMs: GAP_MS, sliceMs: SLICE_MS }

/**
 * Brings in conversations of Chatwoot's past that are over, the latest opened first, and asks for its own next slice. Goes on
 * after a crash where it was; nothing follows from what it brings in.
 */
export async function importHistory(accountId: number, _: Job[], work: Work, pace = PACE): Promise<void> {
  const claim = await claimImport(accountId, work)
  if (!claim) return
  try {
    const [account, judges] = await Promise.all([loadAccount(work.admin, accountId), loadJudges(work.admin, accountId)])
    const chatwoot = createChatwoot({ ...account.chatwoot, fetch: paced(work.fetch ?? fetch, pace.gapMs) })
    await importSlice({ accountId, claim, chatwoot, judges, work }, performance.now() + pace.sliceMs)
  }
  catch (error) {
    await pause(claim, error, work)
  }
}

interface Import { accountId: number, claim: ImportClaim, chatwoot: Chatwoot, judges: Judges, work: Work }

async function importSlice(one: Import, until: number): Promise<void> {
  const { claim, chatwoot } = one
  while (performance.now() < until) {
    const { listed, conversations } = await chatwoot.conversationsByOpening(claim.at.page)
    const wanted = conversations.filter(({ created_at }) => created_at >= claim.since)
    const fresh = wanted.filter(({ id }) => !claim.at.handled.includes(id))
    for (const conversation of fresh) {
      if (performance.now() >= until) return claim.release(0)
      const isTaken = await importOne(conversation, one)
      if (!await claim.handled(conversation.id, conversation.created_at, isTaken)) return
    }
    // A list that moves while it is read is read until it holds nothing new.
    if (fresh.length > 0) continue
    if (listed === 0 || wanted.length < conversations.length || claim.at.page >= MOST_PAGES) return claim.end('done', null)
    if (!await claim.turnPage(conversations.map(({ id }) => id))) return
  }
  await claim.release(0)
}

/** Whether it was taken; one that is not over, or is gone, or cannot be read, is not. */
async function importOne(conversation: ConversationPayload, { accountId, claim, chatwoot, judges, work }: Import): Promise<boolean> {
  if (conversation.status !== 'resolved') return false
  const thread = await readWholeThread(chatwoot, conversation.id).catch(async (error) => {
    if (!(error instanceof ProblemError)) throw error
    if (error.code === 'conversation_not_found') return null
    if (error.code !== 'chatwoot_refused') throw error
    // Where the list is refused too, the token is, and nothing has been read in vain.
    await chatwoot.conversationsByOpening(claim.at.page)
    return null
  })
  if (!thread) return false
  const facts = readThread(conversation, thread, work.now())
  const args = { p_account_id: accountId, ...factRows(facts), p_learned: learnedOf(facts, judges, work.now()) }
  return (await callRpc(work.admin, 'import_facts', args, z.array(z.number()))).length > 0
}

/** What they were about. It counts neither for nor against a judge: nobody had the chance to correct it. */
function learnedOf({ conversations, messages }: Facts, judges: Judges, now: number) {
  const spoken = messages.filter(({ direction }) => direction === 'incoming').sort((a, b) => a.createdAt - b.createdAt || a.messageId - b.messageId)
  return conversations.flatMap(({ conversationId, subject }) => {
    const texts = spoken.filter(message => message.conversationId === conversationId).map(({ content }) => content)
    if (texts.length === 0) return []
    const { category, language } = readMeaning(judges, subject, texts)
    return [{ ...learnedRow(conversationId, category, language, timestamp(now)), judgements: [] }]
  })
}

/** Comes back later, or gives up where waiting does not help. */
async function pause(claim: ImportClaim, error: unknown, { now }: Work): Promise<void> {
  if (error instanceof AskedToWait) {
    const waitMs = Math.min(LONGEST_WAIT_MS, error.waitMs ?? UNSAID_WAIT_MS)
    return claim.release(Math.max(1_000, waitMs), { waits_until: new Date(now() + waitMs).toISOString() })
  }
  const code = error instanceof ProblemError ? error.code : 'internal'
  const failures = claim.failures + 1
  if (code === 'chatwoot_refused' || code === 'account_not_found' || failures >= MOST_FAILURES) return claim.end('failed', code)
  const waitMs = retryDelay(failures, Math.random())
  return claim.release(waitMs, { failures, waits_until: new Date(now() + waitMs).toISOString() })
}

/** Lets one request leave every `gapMs`. */
function paced(send: typeof fetch, gapMs: number): typeof fetch {
  let next = 0
  return async (...args) => {
    const at = Math.max(performance.now(), next)
    next = at + gapMs
    const waitMs = at - performance.now()
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs))
    return send(...args)
  }
}
