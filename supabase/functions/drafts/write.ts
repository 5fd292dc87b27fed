import type { SupabaseClient } from '@supabase/supabase-js'
import type { DraftEvent, DraftStyle } from '../../../shared/contracts/draft.ts'
import type { DraftInput } from '../../../shared/drafts/facts.ts'
import type { Completion, LanguageModel } from '../_shared/language-model.ts'
import { bindFacts } from '../../../shared/drafts/bind.ts'
import { findFlaw } from '../../../shared/drafts/check.ts'
import { collectFacts } from '../../../shared/drafts/facts.ts'
import { draftPrompt } from '../../../shared/drafts/prompt.ts'
import { createRedaction } from '../../../shared/drafts/redact.ts'
import { writeDraft } from '../../../shared/drafts/writer.ts'
import { recordModelCall } from '../_shared/language-model.ts'

export interface DraftWork {
  admin: SupabaseClient
  accountId: number
  input: DraftInput
  /** Null without a key, or when the budget is spent. */
  model: LanguageModel | null
  signal: AbortSignal
}
type Emit = (event: DraftEvent) => void

/** Writes one style: with the model where there is one and its draft holds, else with the local writer. Ends in exactly one event. */
export async function writeStyle(style: DraftStyle, work: DraftWork, emit: Emit): Promise<void> {
  if (work.model && await writeWithModel(work.model, style, work, emit)) return
  const written = writeDraft(work.input, style)
  emit(written.status === 'ready' ? { type: 'ready', style, draft: written.draft } : { type: 'refused', style, missing: written.missing })
}

async function writeWithModel(model: LanguageModel, style: DraftStyle, work: DraftWork, emit: Emit): Promise<boolean> {
  const { admin, accountId, input, signal } = work
  const facts = collectFacts(input)
  const { contact, shop } = input
  const customer = shop.status === 'ready' ? shop.customer : null
  const people = [contact.name, ...contact.name.split(/\s+/), contact.email, contact.phone, customer?.name, customer?.email, customer?.phone]
  const redaction = createRedaction(people)
  const { system, user } = draftPrompt(input, style, facts)
  const started = performance.now()
  let completion: Completion | null = null
  let outcome: 'used' | 'rejected' | 'failed' = 'failed'
  try {
    const onText = (text: string) => emit({ type: 'delta', style, text: redaction.restore(text) })
    completion = await model.stream({ system, user: redaction.hide(user) }, onText, signal)
    const text = redaction.restore(completion.text).trim()
    const segments = bindFacts(text, facts)
    outcome = findFlaw(segments, completion.isCut) ? 'rejected' : 'used'
    if (outcome === 'rejected') return false
    const stated = new Set(segments.map(({ factId }) => factId))
    const draft = { style, language: input.language, text, segments, facts: facts.filter(({ id }) => stated.has(id)), writer: 'model' as const }
    emit({ type: 'ready', style, draft })
    return true
  }
  catch {
    return false
  }
  finally {
    await recordModelCall(admin, { accountId, model: model.name, outcome, tookMs: performance.now() - started, completion })
  }
}
