import type { MessagePayload } from '../../../shared/ingest/payload.ts'
import type { Chatwoot } from './chatwoot.ts'

const PAGE = 100
// Three thousand messages; what is longer is cut at its end.
const MOST_PAGES = 30

/** A whole thread from its beginning, a hundred messages to a request. */
export async function readWholeThread(chatwoot: Pick<Chatwoot, 'messages'>, conversationId: number): Promise<MessagePayload[]> {
  const all = new Map<number, MessagePayload>()
  for (let page = 0, after = 1; page < MOST_PAGES; page++) {
    const found = await chatwoot.messages(conversationId, { after })
    for (const message of found) all.set(message.id, message)
    const last = Math.max(after, ...found.map(({ id }) => id))
    if (found.length < PAGE || last === after) break
    after = last
  }
  return [...all.values()]
}
