import type { Job, Work } from './jobs.ts'
import type { LanguageModel } from './language-model.ts'
import { z } from 'zod'
import { withoutPeople } from '../../../shared/drafts/redact.ts'
import { opinionPrompt, readOpinion } from '../../../shared/judges/second-opinion.ts'
import { ProblemError } from './app.ts'
import { FIRST_MESSAGES } from './jobs-judge.ts'
import { planClocks } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'
import { loadJudges } from './judge-models.ts'
import { createLanguageModel, hasModelBudget } from './language-model.ts'
import { recordModelCall } from './model-ledger.ts'
import { enqueueRules } from './rule-queue.ts'

// Assumed, as no model could be measured without an account of its own: the meter says what it is worth here.
const CONFIDENCE = 0.8
const MOST_CHARACTERS = 4_000
const Asked = z.object({ conversationId: z.number() })
const Talk = z.object({ subject: z.string().nullable(), contact_id: z.number() })
const Person = z.object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
const Texts = z.array(z.object({ content: z.string() }))

/** Asks the language model what conversations are about where the judge was too unsure to say, and nobody else has said since. */
export async function askOpinions(accountId: number, jobs: Job[], work: Work, model = createLanguageModel()): Promise<void> {
  if (!model) return
  const judges = await loadJudges(work.admin, accountId)
  if (!judges.settings.get('category')?.asks_model) return
  for (const job of jobs) {
    const { conversationId } = Asked.parse(job.payload)
    // What is not asked for lack of budget stays unsure, which is no failure.
    if (!await hasModelBudget(work.admin, accountId, work.now())) return
    const category = await ask(accountId, conversationId, model, work)
    if (!category) continue
    const isNamed = await callRpc(work.admin, 'name_category', {
      p_account_id: accountId,
      p_conversation_id: conversationId,
      p_category: category,
      p_confidence: CONFIDENCE,
      p_version: `model:${model.name}`,
      p_now: timestamp(work.now()),
    }, z.boolean())
    if (!isNamed) continue
    await planClocks(accountId, [conversationId], work)
    await enqueueRules(accountId, [conversationId], work)
    if (judges.settings.get('category')?.is_acting) await enqueueJob(work, accountId, 'write_label', { conversationId }, `${conversationId}`)
  }
}

async function ask(accountId: number, conversationId: number, model: LanguageModel, { admin }: Work) {
  const message = await readMessage(accountId, conversationId, admin)
  if (!message) return null
  const started = performance.now()
  const completion = await model.stream(opinionPrompt(message), () => {}, new AbortController().signal)
  const category = completion.end === 'finished' ? readOpinion(completion.text) : null
  const outcome = completion.end === 'unavailable' ? 'failed' : category ? 'used' : 'rejected'
  await recordModelCall(admin, { accountId, purpose: 'category', model: model.name, outcome, tookMs: performance.now() - started, ...completion })
  if (completion.end === 'unavailable') throw new ProblemError('model_unavailable')
  return category
}

/** The customer's first words without who they are, or null where there is nothing to read. */
async function readMessage(accountId: number, conversationId: number, admin: Work['admin']): Promise<string | null> {
  const ref = { account_id: accountId, conversation_id: conversationId }
  const [talk, texts] = await Promise.all([
    admin.from('conversations').select('subject, contact_id').match(ref).is('category', null).maybeSingle(),
    admin
      .from('messages')
      .select('content')
      .match({ ...ref, direction: 'incoming', is_deleted: false })
      .order('created_at')
      .order('message_id')
      .limit(FIRST_MESSAGES),
  ])
  if (talk.error ?? texts.error) throw new ProblemError('internal', { cause: talk.error ?? texts.error })
  if (!talk.data) return null
  const { subject, contact_id } = Talk.parse(talk.data)
  const person = await admin.from('contacts').select('name, email, phone').match({ account_id: accountId, contact_id }).maybeSingle()
  if (person.error) throw new ProblemError('internal', { cause: person.error })
  const { name = null, email = null, phone = null } = Person.nullable().parse(person.data) ?? {}
  const words = [subject, ...Texts.parse(texts.data).map(({ content }) => content)].filter(Boolean).join('\n')
  return withoutPeople(words, [name, ...name?.split(/\s+/) ?? [], email, phone]).trim().slice(0, MOST_CHARACTERS) || null
}
