import type { StepBefore } from '../../../shared/contracts/macro-undo.ts'
import type { ConversationPayload } from '../../../shared/ingest/payload.ts'
import type { Work } from './jobs.ts'
import { loadAccount } from './account.ts'
import { createChatwoot } from './chatwoot.ts'

/** What an undo looks at of a conversation. */
export function beforeOf({ labels, priority, meta, status, snoozed_until: snoozedUntil }: ConversationPayload): StepBefore {
  return { labels, priority, teamId: meta.team?.id ?? null, assigneeId: meta.assignee?.id ?? null, status, snoozedUntil }
}

/** The conversation as Chatwoot has it now. */
export async function readNow(accountId: number, conversationId: number, { admin, fetch }: Work): Promise<StepBefore> {
  const { chatwoot } = await loadAccount(admin, accountId)
  return beforeOf(await createChatwoot({ ...chatwoot, fetch }).conversation(conversationId))
}
