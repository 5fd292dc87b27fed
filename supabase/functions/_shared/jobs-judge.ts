import type { DetectedLanguage, Opinion } from '../../../shared/contracts/judgement.ts'
import type { Work } from './jobs.ts'
import type { Judges } from './judge-models.ts'
import { eld } from 'eld/extrasmall'
import { z } from 'zod'
import { toJudgement } from '../../../shared/contracts/judgement.ts'
import { judgeCategory } from '../../../shared/judges/category.ts'
import { judgeLanguage } from '../../../shared/judges/language.ts'
import { ProblemError } from './app.ts'
import { judgeMoods } from './jobs-mood.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'
import { barOf, loadJudges } from './judge-models.ts'

// What a customer wants stands in their first messages; later ones are answers to ours.
export const FIRST_MESSAGES = 3
const MOST_ROWS = 1_000
const Unjudged = z.array(z.object({ conversation_id: z.number(), subject: z.string().nullable() }))
const Spoken = z.array(z.object({ conversation_id: z.number(), content: z.string() }))

/**
 * Judges those of these conversations that no judge has seen, once the customer has spoken, and how each new customer message
 * feels. Where the account lets the category act, it asks for the label.
 */
export async function judgeArrivals(accountId: number, conversationIds: number[], work: Work): Promise<void> {
  const ids = [...new Set(conversationIds)]
  if (ids.length === 0) return
  const judges = await loadJudges(work.admin, accountId)
  await judgeMeaning(accountId, ids, judges, work)
  await judgeMoods(accountId, ids, judges, work)
}

async function judgeMeaning(accountId: number, ids: number[], judges: Judges, work: Work): Promise<void> {
  const unjudged = await work.admin
    .from('conversations')
    .select('conversation_id, subject')
    .eq('account_id', accountId)
    .in('conversation_id', ids)
    .is('category_version', null)
  if (unjudged.error) throw new ProblemError('internal', { cause: unjudged.error })
  const conversations = Unjudged.parse(unjudged.data)
  if (conversations.length === 0) return

  const spoken = await work.admin
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

  const judged = conversations.flatMap(({ conversation_id, subject }) => {
    const own = messages.filter(message => message.conversation_id === conversation_id)
    const texts = own.slice(0, FIRST_MESSAGES).map(({ content }) => content)
    return texts.length === 0 ? [] : [{ id: conversation_id, ...readMeaning(judges, subject, texts) }]
  })
  if (judged.length === 0) return
  const learned = judged.map(({ id, category, language }) => learnedRow(id, category, language, timestamp(work.now())))
  await callRpc(work.admin, 'learn_conversations', { p_account_id: accountId, p_learned: learned }, z.unknown())
  const setting = judges.settings.get('category')
  for (const { id, category } of judged) {
    if (setting?.is_acting && !category.abstained) await enqueueJob(work, accountId, 'write_label', { conversationId: id }, `${id}`)
    if (setting?.asks_model && category.abstained) await enqueueJob(work, accountId, 'ask_category', { conversationId: id }, `${id}`)
  }
}

/** What a conversation is about and in which language, from its subject and the customer's first texts. */
export function readMeaning(judges: Judges, subject: string | null, texts: string[]) {
  const first = texts.slice(0, FIRST_MESSAGES)
  return {
    language: judgeLanguage(judges.models.language, first, {}, text => eld.detect(text)),
    category: judgeCategory(judges.models.category, [subject, ...first].filter(Boolean).join('\n'), barOf(judges)),
  }
}

/** What the judges said of a conversation, as `learn_conversations` takes it. */
export function learnedRow(id: number, category: Opinion<string>, language: Opinion<DetectedLanguage>, judgedAt: string) {
  const [about, spoken] = [toJudgement(category), toJudgement(language)]
  return {
    conversation_id: id,
    category: about.value,
    category_confidence: about.confidence,
    category_evidence: about.evidence,
    category_version: about.version,
    language: spoken.value,
    language_confidence: spoken.confidence,
    language_evidence: spoken.evidence,
    language_version: spoken.version,
    judged_at: judgedAt,
    judgements: [judgementRow('category', category), judgementRow('language', language)],
  }
}

function judgementRow(judge: string, { value, confidence, abstained, version }: Opinion<string>) {
  return { judge, value, confidence, is_abstained: abstained, version }
}
