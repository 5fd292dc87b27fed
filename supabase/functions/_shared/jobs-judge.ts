import type { Work } from './jobs.ts'
import { eld } from 'eld/extrasmall'
import { z } from 'zod'
import { judgeCategory } from '../../../shared/judges/category.ts'
import { judgeLanguage } from '../../../shared/judges/language.ts'
import { ProblemError } from './app.ts'
import { callRpc } from './jobs-rpc.ts'

// What a customer wants stands in their first messages; later ones are answers to ours.
const FIRST_MESSAGES = 3
const MOST_ROWS = 1_000
const Unjudged = z.array(z.object({ conversation_id: z.number(), subject: z.string().nullable() }))
const Spoken = z.array(z.object({ conversation_id: z.number(), content: z.string() }))

/** Judges language and category of those of these conversations that no judge has seen, once the customer has spoken. */
export async function judgeArrivals(accountId: number, conversationIds: number[], { admin }: Work): Promise<void> {
  const ids = [...new Set(conversationIds)]
  if (ids.length === 0) return
  const unjudged = await admin
    .from('conversations')
    .select('conversation_id, subject')
    .eq('account_id', accountId)
    .in('conversation_id', ids)
    .is('category_version', null)
  if (unjudged.error) throw new ProblemError('internal', { cause: unjudged.error })
  const conversations = Unjudged.parse(unjudged.data)
  if (conversations.length === 0) return

  const spoken = await admin
    .from('messages')
    .select('conversation_id, content')
    .eq('account_id', accountId)
    .in('conversation_id', conversations.map(({ conversation_id }) => conversation_id))
    .eq('direction', 'incoming')
    .order('created_at')
    .order('message_id')
    .limit(MOST_ROWS)
  if (spoken.error) throw new ProblemError('internal', { cause: spoken.error })
  const messages = Spoken.parse(spoken.data)

  const learned = conversations.flatMap(({ conversation_id, subject }) => {
    const own = messages.filter(message => message.conversation_id === conversation_id)
    const texts = own.slice(0, FIRST_MESSAGES).map(({ content }) => content)
    return texts.length === 0 ? [] : [{ conversation_id, ...judge(texts, subject) }]
  })
  if (learned.length > 0) await callRpc(admin, 'learn_conversations', { p_account_id: accountId, p_learned: learned }, z.unknown())
}

function judge(texts: string[], subject: string | null) {
  const language = judgeLanguage(texts, {}, text => eld.detect(text))
  const category = judgeCategory([subject, ...texts].filter(Boolean).join('\n'), language.value)
  return {
    category: category.value,
    category_confidence: category.confidence,
    category_evidence: category.evidence,
    category_version: category.version,
    language: language.value,
    language_confidence: language.confidence,
    language_evidence: language.evidence,
    language_version: language.version,
  }
}
