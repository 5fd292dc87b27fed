import type { Turn } from '../../../shared/contracts/judgement.ts'
import type { Work } from './jobs.ts'
import type { Judges } from './judge-models.ts'
import { z } from 'zod'
import { judgeFrustration } from '../../../shared/judges/frustration.ts'
import { judgeMood } from '../../../shared/judges/mood.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

const MOST_ROWS = 1_000
/** What was said longer ago no longer tells of patience. */
const MOST_TURNS = 20
const Said = z.array(z.object({
  message_id: z.number(),
  conversation_id: z.number(),
  direction: z.enum(['incoming', 'outgoing']),
  content: z.string(),
  created_at: z.string(),
}))
const Known = z.array(z.object({ message_id: z.number() }))

/** How each customer message of these conversations feels that was not judged yet, and how the conversations stand after it. */
export async function judgeMoods(accountId: number, ids: number[], { models }: Judges, { admin }: Work): Promise<void> {
  const [said, known] = await Promise.all([
    admin
      .from('messages')
      .select('message_id, conversation_id, direction, content, created_at')
      .eq('account_id', accountId)
      .in('conversation_id', ids)
      .in('direction', ['incoming', 'outgoing'])
      .eq('is_private', false)
      .eq('is_deleted', false)
      .order('created_at', { ascending: false })
      .order('message_id', { ascending: false })
      .limit(MOST_ROWS),
    admin.from('message_moods').select('message_id').eq('account_id', accountId).in('conversation_id', ids).order('said_at', { ascending: false }).limit(MOST_ROWS),
  ])
  if (said.error ?? known.error) throw new ProblemError('internal', { cause: said.error ?? known.error })
  const judged = new Set(Known.parse(known.data).map(({ message_id }) => message_id))
  const messages = Said.parse(said.data).reverse()

  const moods = ids.flatMap((id) => {
    const thread = messages.filter(message => message.conversation_id === id)
    return thread.flatMap((message, at) => {
      if (message.direction !== 'incoming' || judged.has(message.message_id)) return []
      const history = thread.slice(Math.max(0, at - MOST_TURNS), at).map((turn): Turn => ({
        from: turn.direction === 'incoming' ? 'customer' : 'agent',
        text: turn.content,
        at: Date.parse(turn.created_at),
      }))
      const mood = judgeMood(models.mood, message.content)
      const frustration = judgeFrustration(models, message.content, history, Date.parse(message.created_at))
      return [{ message, mood, frustration, isLast: !thread.slice(at + 1).some(later => later.direction === 'incoming') }]
    })
  })
  if (moods.length === 0) return

  await callRpc(admin, 'learn_moods', {
    p_account_id: accountId,
    p_messages: moods.map(({ message, mood, frustration }) => ({
      message_id: message.message_id,
      conversation_id: message.conversation_id,
      mood: mood.abstained ? null : mood.value,
      mood_score: mood.score,
      frustration_score: frustration.score,
      version: mood.version,
      said_at: timestamp(Date.parse(message.created_at)),
    })),
    p_conversations: moods.filter(({ isLast }) => isLast).map(({ message, mood, frustration }) => ({
      conversation_id: message.conversation_id,
      mood: mood.abstained ? null : mood.value,
      mood_score: mood.score,
      mood_confidence: mood.confidence,
      mood_evidence: mood.evidence,
      mood_version: mood.version,
      is_frustrated: frustration.value === true && !frustration.abstained,
      frustration_score: frustration.score,
      frustration_evidence: frustration.evidence,
      frustration_version: frustration.version,
    })),
  }, z.unknown())
}
