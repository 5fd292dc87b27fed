import type { Work } from './jobs.ts'
import type { Delivery, OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { ConversationStatus } from '../../../shared/contracts/conversation.ts'
import { escapeLiquid } from '../../../shared/text/liquid.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'
import { findByRef } from './outbox-deliver.ts'

const TRIES = 3
const Labels = z.object({ labels: z.array(z.string()).min(1) })
const Team = z.object({ teamId: z.number() })
const Status = z.object({ status: ConversationStatus, snoozedUntil: z.number().nullable() })
const Person = z.object({ chatwoot_user_id: z.number() })
const DONE = { outcome: 'sent', messageId: null } as const satisfies Delivery

/** What rules and macros do in Chatwoot. Setting a thing again changes nothing; a note carries its key and is looked for first. */
export function createChatwootEffects({ admin, fetch }: Work) {
  async function open({ account_id }: OutboxRow) {
    const { chatwoot } = await loadAccount(admin, account_id)
    return createChatwoot({ ...chatwoot, fetch })
  }

  return {
    // Chatwoot replaces labels whole, so they are read, merged, written, and read again.
    async labels(row: OutboxRow): Promise<Delivery> {
      const { labels: wanted } = Labels.parse(row.payload)
      const chatwoot = await open(row)
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const { labels } = await chatwoot.conversation(row.conversation_id)
        if (wanted.every(label => labels.includes(label))) return DONE
        await chatwoot.setLabels(row.conversation_id, [...new Set([...labels, ...wanted])]).catch(ignoreUnknown)
      }
      const { labels } = await chatwoot.conversation(row.conversation_id)
      return wanted.every(label => labels.includes(label)) ? DONE : { outcome: 'unknown', code: 'chatwoot_unreachable' }
    },
    async team(row: OutboxRow): Promise<Delivery> {
      await (await open(row)).assign(row.conversation_id, { teamId: Team.parse(row.payload).teamId })
      return DONE
    },
    async status(row: OutboxRow): Promise<Delivery> {
      const { status, snoozedUntil } = Status.parse(row.payload)
      await (await open(row)).toggleStatus(row.conversation_id, status, snoozedUntil ?? undefined)
      return DONE
    },
    async assignee(row: OutboxRow): Promise<Delivery> {
      const { data, error } = await admin.from('agents').select('chatwoot_user_id').eq('id', row.agent_id ?? 0).is('removed_at', null).maybeSingle()
      if (error) throw new ProblemError('internal', { cause: error })
      const person = Person.safeParse(data)
      if (!person.success) return { outcome: 'refused', code: 'agent_unknown' }
      await (await open(row)).assign(row.conversation_id, { agentId: person.data.chatwoot_user_id })
      return DONE
    },
    async note(row: OutboxRow): Promise<Delivery> {
      const chatwoot = await open(row)
      const found = row.attempts > 1 ? await findByRef(row, chatwoot.messages) : null
      if (found !== null) return { outcome: 'sent', messageId: found }
      const note = { content: escapeLiquid(row.content), isPrivate: true, ref: row.key, agent: null }
      const { id } = await chatwoot.createMessage(row.conversation_id, note)
      return { outcome: 'sent', messageId: id }
    },
  }
}

function ignoreUnknown(error: unknown): void {
  if (!(error instanceof UnknownOutcome)) throw error
}
