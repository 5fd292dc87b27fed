import type { Work } from './jobs.ts'
import type { Deliver, OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { escapeLiquid } from '../../../shared/text/liquid.ts'
import { loadAccount } from './account.ts'
import { errorLabel, ProblemError } from './app.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'

// Chatwoot's clock and ours may differ; a message older than this cannot be the one.
const SKEW_MS = 10 * 60_000
const MOST_PAGES = 10
const REFUSALS: ReadonlySet<string> = new Set(['chatwoot_refused', 'conversation_not_found', 'account_not_found'])
const Author = z.object({ chatwoot_user_id: z.number(), name: z.string() })

/**
 * Sends with the account's token, so that Chatwoot counts a person's reply; who that person is, and the idempotency key,
 * travel in `content_attributes`. Chatwoot has no idempotency of its own: before a second attempt the thread is read.
 */
export function createDeliver({ admin, fetch }: Work): Deliver {
  return async (row, mayBeSent) => {
    let asked = mayBeSent
    try {
      const { chatwoot: access } = await loadAccount(admin, row.account_id)
      const chatwoot = createChatwoot({ ...access, fetch })
      const found = mayBeSent ? await findByRef(row, chatwoot.messages) : null
      if (found !== null) return { outcome: 'sent', messageId: found }
      asked = false

      // What the caller said about the conversation was a hint; this is what it is now.
      const conversation = await chatwoot.conversation(row.conversation_id)
      const isPrivate = row.reason === 'agent_note'
      if (!isPrivate && !conversation.can_reply) return { outcome: 'refused', code: 'chatwoot_refused' }
      const agent = await authorOf(row)
      asked = true
      const message = { content: escapeLiquid(row.content), isPrivate, ref: row.key, agent }
      const { id } = await chatwoot.createMessage(row.conversation_id, message)
      return { outcome: 'sent', messageId: id }
    }
    catch (error) {
      if (isRefusal(error)) return { outcome: 'refused', code: error.code }
      const code = error instanceof UnknownOutcome ? 'chatwoot_unreachable' : errorLabel(error)
      return { outcome: asked ? 'unknown' : 'busy', code }
    }
  }

  /** Nobody, where a rule ran the macro: Chatwoot shows the token's user then. */
  async function authorOf(row: OutboxRow) {
    if (row.agent_id === null) return null
    const { data, error } = await admin.from('agents').select('chatwoot_user_id, name').eq('id', row.agent_id).single()
    if (error) throw new ProblemError('internal', { cause: error })
    const author = Author.parse(data)
    return { id: author.chatwoot_user_id, name: author.name }
  }
}

type ReadPage = ReturnType<typeof createChatwoot>['messages']

/** The id of the message in the thread that carries the row's key, or null. */
export async function findByRef(row: OutboxRow, readPage: ReadPage): Promise<number | null> {
  const since = Date.parse(row.created_at) - SKEW_MS
  let before: number | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const messages = await readPage(row.conversation_id, { ...(before !== undefined && { before }) })
    const found = messages.find(message => message.content_attributes?.pitwall_ref === row.key)
    if (found) return found.id
    const oldest = messages[0]
    if (!oldest || oldest.created_at < since) return null
    before = oldest.id
  }
  return null
}

// A refusal with a cause is an answer nobody could read, so what Chatwoot did is open.
function isRefusal(error: unknown): error is ProblemError {
  return error instanceof ProblemError && !error.cause && REFUSALS.has(error.code)
}
