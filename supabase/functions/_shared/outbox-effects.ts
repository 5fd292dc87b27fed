import type { Work } from './jobs.ts'
import type { Deliver, Delivery, OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { Priority } from '../../../shared/contracts/conversation.ts'
import { raisedPriority } from '../../../shared/sla/priority.ts'
import { loadAccount } from './account.ts'
import { errorLabel, ProblemError } from './app.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readMailer } from './mail.ts'
import { readMail, readRecipients, readSlackText } from './notice-rows.ts'
import { createChatwootEffects } from './outbox-chatwoot-effects.ts'
import { undoPart } from './outbox-undo.ts'
import { createCallWebhook } from './outbox-webhook.ts'
import { readSlack } from './slack.ts'

const Raise = z.object({ from: Priority.nullable(), to: Priority })
const Wanted = z.object({ set: Priority })
const REFUSALS: ReadonlySet<string> = new Set(['chatwoot_refused', 'conversation_not_found', 'account_not_found'])
const LOST = { outcome: 'refused', code: 'unknown_outcome' } as const satisfies Delivery

/** Does the effects of promises in danger and of rules: priority, labels, team and notes in Chatwoot, Slack, mail. */
export function createEffects(work: Work): Deliver {
  const { admin, fetch, now } = work
  const undo = async (row: OutboxRow) => undoPart(row, work)
  const webhook = createCallWebhook(work)
  const acts = { priority: raise, slack: tellSlack, mail: sendMail, undo, webhook, ...createChatwootEffects(work) }

  return async (row) => {
    try {
      return row.effect === 'message' ? { outcome: 'refused', code: 'internal' } : await acts[row.effect](row)
    }
    catch (error) {
      if (error instanceof UnknownOutcome) return { outcome: 'unknown', code: 'chatwoot_unreachable' }
      const isRefusal = error instanceof ProblemError && !error.cause && REFUSALS.has(error.code)
      return isRefusal ? { outcome: 'refused', code: error.code } : { outcome: 'busy', code: errorLabel(error) }
    }
  }

  /** Writes down what is about to be asked; false when another sender has the effect by now. */
  async function note(row: OutboxRow, payload: object, askedAt: number | null): Promise<boolean> {
    const args = { p_id: row.id, p_attempt: row.attempts, p_payload: payload, p_asked_at: timestamp(askedAt) }
    return callRpc(admin, 'note_effect', args, z.boolean())
  }

  // The step is fixed before it is taken, so a second attempt sets the same value; a priority that a person set meanwhile stays.
  async function raise(row: OutboxRow): Promise<Delivery> {
    const { chatwoot: access } = await loadAccount(admin, row.account_id)
    const chatwoot = createChatwoot({ ...access, fetch })
    const { priority } = await chatwoot.conversation(row.conversation_id)
    const planned = Raise.safeParse(row.payload).data
    if (planned && priority !== planned.from) return done()
    const to = planned?.to ?? Wanted.safeParse(row.payload).data?.set ?? raisedPriority(priority)
    if (to === null || to === priority) return done()
    if (!planned && !await note(row, { from: priority, to }, now())) return busy('taken_over')
    await chatwoot.setPriority(row.conversation_id, to)
    return done()
  }

  // Slack cannot be asked what it has, so a message of which no answer is known is not sent again.
  async function tellSlack(row: OutboxRow): Promise<Delivery> {
    if (row.asked_at !== null) return LOST
    const slack = await readSlack(admin, row.account_id, fetch)
    if (!slack) return { outcome: 'refused', code: 'not_configured' }
    const text = await readSlackText(admin, row, now())
    if (!await slack.isThere()) return busy('slack_unreachable')
    if (!await note(row, {}, now())) return busy('taken_over')
    const answer = await slack.post(text)
    if (answer === 'lost') return LOST
    // Slack surely has it not, so somebody may have it tried again.
    if (answer !== 'sent') await note(row, {}, null)
    return answer === 'sent' ? done() : answer === 'later' ? busy('slack_unreachable') : { outcome: 'refused', code: 'slack_refused' }
  }

  // The key makes the mail service send once, however often it is asked.
  async function sendMail(row: OutboxRow): Promise<Delivery> {
    const mailer = readMailer(fetch)
    if (!mailer) return { outcome: 'refused', code: 'not_configured' }
    const to = await readRecipients(admin, row)
    if (to.length === 0) return { outcome: 'refused', code: 'agent_unknown' }
    const answer = await mailer.send({ to, key: row.key, ...await readMail(admin, row, now()) })
    return answer === 'sent' ? done() : answer === 'refused' ? { outcome: 'refused', code: 'mail_refused' } : busy('mail_unreachable')
  }
}

function done(): Delivery {
  return { outcome: 'sent', messageId: null }
}
function busy(code: string): Delivery {
  return { outcome: 'busy', code }
}
