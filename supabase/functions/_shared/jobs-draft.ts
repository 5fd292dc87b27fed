import type { Draft, DraftEvent, DraftStyle } from '../../../shared/contracts/draft.ts'
import type { DraftWork } from './draft-write.ts'
import type { Embedder } from './embeddings.ts'
import type { Job, Work } from './jobs.ts'
import type { LanguageModel } from './language-model.ts'
import type { EffectRef, OpenEffect } from './rule-effect.ts'
import { z } from 'zod'
import { LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { ProblemError } from './app.ts'
import { readBrief } from './brief.ts'
import { writeStyle } from './draft-write.ts'
import { createEmbedder } from './embeddings.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { createLanguageModel, hasModelBudget } from './language-model.ts'
import { EffectRef as EffectRefSchema, readOpenEffect, skipEffect } from './rule-effect.ts'
import { readTimeZone } from './time-zone.ts'

// A reply to what was asked half an hour ago is no longer the reply; nor is one that fails again and again.
const PATIENCE_MS = 30 * 60_000
const TRIES = 7

export interface Writers { model?: LanguageModel | null, embedder?: Embedder | null }

/** Writes the drafts that rules asked for; they wait for a person. Where a fact is missing there is none, and the log says which. */
export async function writeRuleDrafts(accountId: number, jobs: Job[], work: Work, writers: Writers = {}): Promise<void> {
  for (const { payload, attempts } of jobs) {
    const ref = EffectRefSchema.parse(payload)
    const open = await readOpenEffect(work.admin, accountId, ref)
    if (open?.effect.action.do !== 'write_draft') continue
    if (attempts > TRIES || work.now() > open.ran_at + PATIENCE_MS) {
      await skipEffect(work.admin, accountId, ref, 'too_late')
      continue
    }
    await prepare({ accountId, ref, open, style: open.effect.action.style }, work, writers)
  }
}

interface Asked { accountId: number, ref: EffectRef, open: OpenEffect, style: DraftStyle }

async function prepare({ accountId, ref, open, style }: Asked, work: Work, writers: Writers): Promise<void> {
  const { admin, now, fetch } = work
  const { model = createLanguageModel({ fetch }), embedder = createEmbedder({ fetch }) } = writers
  const asking = { supabase: admin, admin, userId: null, accountId, conversationId: open.conversation_id, now: now(), fetch, embedder }
  const brief = await readBrief({ ...asking, shopFor: 'draft' })
  const language = LANGUAGES.find(one => one === brief.language.value)
  if (!language) return skipEffect(admin, accountId, ref, 'no_text')
  // A shop that is away comes back; what it does not know it will not know later either.
  if (brief.shop.status === 'failed') throw new ProblemError(brief.shop.code)
  const timeZone = await readTimeZone(admin, accountId, brief.conversation.inbox.id)
  const asked = model && (await hasModelBudget(admin, accountId, now()) ? model : 'model_budget_spent' as const)
  const input = { ...brief, language, timeZone }
  const written = await write(style, { admin, accountId, input, model: asked, signal: new AbortController().signal })
  if (Array.isArray(written)) return skipEffect(admin, accountId, ref, 'facts_missing', written)
  const args = { p_account_id: accountId, p_run_id: ref.ruleRunId, p_index: ref.index, p_content: written.text, p_now: timestamp(now()) }
  await callRpc(admin, 'keep_rule_draft', args, z.boolean())
}

/** The draft, or which facts it lacks. */
async function write(style: DraftStyle, work: DraftWork): Promise<Draft | string[]> {
  const events: DraftEvent[] = []
  await writeStyle(style, work, event => events.push(event))
  const last = events.at(-1)
  if (last?.type === 'ready') return last.draft
  if (last?.type === 'refused') return last.missing
  throw new ProblemError('internal')
}
