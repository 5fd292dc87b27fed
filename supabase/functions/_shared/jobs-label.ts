import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { CATEGORIES, Category } from '../../../shared/contracts/judgement.ts'
import { labelOf, mergeLabels } from '../../../shared/judges/labels.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'
import { timestamp } from './jobs-rpc.ts'
import { FinalJobFailure } from './jobs.ts'

const TRIES = 3
const Payload = z.object({ conversationId: z.number() })
const Judged = z.object({
  category: Category.nullable().catch(null),
  category_decided_by: z.number().nullable(),
  category_confidence: z.number(),
  mood: z.string().nullable(),
  is_frustrated: z.boolean(),
  language: z.string().nullable(),
})

/** Puts the category on conversations as a label, and what else was judged into their attributes. */
export async function writeLabels(accountId: number, jobs: Job[], work: Work): Promise<void> {
  for (const job of jobs) {
    const { conversationId } = Payload.parse(job.payload)
    await writeLabel(accountId, conversationId, work).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'conversation_not_found') throw new FinalJobFailure(error.code)
      throw error
    })
  }
}

/**
 * Chatwoot replaces labels and attributes whole. So they are read, merged, written, and read again: where somebody wrote in
 * between, or the outcome is not known, the merge starts from what stands there now.
 */
async function writeLabel(accountId: number, conversationId: number, { admin, now, fetch }: Work): Promise<void> {
  const [judged, said] = await Promise.all([
    admin.from('conversations').select('category, category_decided_by, category_confidence, mood, is_frustrated, language').match({ account_id: accountId, conversation_id: conversationId }).is('deleted_at', null).maybeSingle(),
    admin.from('judgements').select('value, labelled_at').match({ account_id: accountId, conversation_id: conversationId, judge: 'category' }).maybeSingle(),
  ])
  if (judged.error ?? said.error) throw new ProblemError('internal', { cause: judged.error ?? said.error })
  const row = Judged.nullable().parse(judged.data)
  if (!row?.category) return
  const before = said.data?.labelled_at ? CATEGORIES.find(category => category === said.data?.value) : undefined

  const chatwoot = createChatwoot({ ...(await loadAccount(admin, accountId)).chatwoot, fetch })
  const known = (await chatwoot.labels()).map(({ title }) => title)
  const label = labelOf(row.category, known)
  const ours = before ? labelOf(before, known) : null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { labels } = await chatwoot.conversation(conversationId)
    const wanted = mergeLabels(labels, label, ours)
    if (wanted === null) break
    await chatwoot.setLabels(conversationId, wanted).catch(ignoreUnknown)
    const after = await chatwoot.conversation(conversationId)
    if (wanted.every(one => after.labels.includes(one))) {
      const { error } = await admin.from('judgements').update({ labelled_at: timestamp(now()) }).match({ account_id: accountId, conversation_id: conversationId, judge: 'category' })
      if (error) throw new ProblemError('internal', { cause: error })
      break
    }
    if (attempt === TRIES - 1) throw new ProblemError('chatwoot_refused')
  }
  const { custom_attributes } = await chatwoot.conversation(conversationId)
  const wanted = { ...custom_attributes, ...attributesOf(row) }
  if (JSON.stringify(wanted) !== JSON.stringify(custom_attributes)) await chatwoot.setAttributes(conversationId, wanted)
}

function attributesOf({ category, category_confidence, language, mood, is_frustrated }: z.infer<typeof Judged>) {
  return {
    pitwall_category: category,
    pitwall_category_sure: Math.round(category_confidence * 100),
    ...(language && { pitwall_language: language }),
    ...(mood && { pitwall_mood: mood }),
    pitwall_frustrated: is_frustrated,
  }
}

function ignoreUnknown(error: unknown): void {
  if (!(error instanceof UnknownOutcome)) throw error
}
