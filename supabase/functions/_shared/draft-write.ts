import type { SupabaseClient } from '@supabase/supabase-js'
import type { DraftEvent, DraftStyle, SetAside } from '../../../shared/contracts/draft.ts'
import type { DraftInput } from '../../../shared/drafts/facts.ts'
import type { LanguageModel } from './language-model.ts'
import { bindFacts } from '../../../shared/drafts/bind.ts'
import { findFlaw } from '../../../shared/drafts/check.ts'
import { collectFacts } from '../../../shared/drafts/facts.ts'
import { draftPrompt } from '../../../shared/drafts/prompt.ts'
import { createRedaction } from '../../../shared/drafts/redact.ts'
import { createReveal } from '../../../shared/drafts/reveal.ts'
import { writeDraft } from '../../../shared/drafts/writer.ts'
import { recordModelCall } from './model-ledger.ts'

export interface DraftWork {
  admin: SupabaseClient
  accountId: number
  input: DraftInput
  /** Null without a key; `model_budget_spent` when there is one that may not be asked today. */
  model: LanguageModel | 'model_budget_spent' | null
  signal: AbortSignal
}
type Emit = (event: DraftEvent) => void

/** Writes one style: with the model where its draft holds, else with the local writer, and says why. Ends in exactly one event. */
export async function writeStyle(style: DraftStyle, work: DraftWork, emit: Emit): Promise<void> {
  const { model, input } = work
  const asked = model === null || model === 'model_budget_spent' ? model : await writeWithModel(model, style, work, emit)
  if (asked === 'written') return
  const written = writeDraft(input, style)
  emit(written.status === 'ready'
    ? { type: 'ready', style, draft: { ...written.draft, setAside: asked } }
    : { type: 'refused', style, missing: written.missing, setAside: asked })
}

async function writeWithModel(model: LanguageModel, style: DraftStyle, work: DraftWork, emit: Emit): Promise<'written' | SetAside> {
  const { admin, accountId, input, signal } = work
  const facts = collectFacts(input)
  const redaction = createRedaction(peopleIn(input))
  const bind = (text: string) => bindFacts(text, facts)
  const reveal = createReveal(bind)
  let heard = ''
  const started = performance.now()
  const completion = await model.stream(draftPrompt(input, style, facts, redaction.hide), (text) => {
    heard += text
    const fresh = reveal(redaction.restore(heard))
    if (fresh) emit({ type: 'delta', style, text: fresh })
  }, signal)

  const text = redaction.restore(completion.text).trim()
  const segments = bind(text)
  const flaw = completion.end === 'unavailable' ? 'model_unavailable' : findFlaw(segments, completion.end === 'cut')
  const outcome = flaw === null ? 'used' : flaw === 'model_unavailable' ? 'failed' : 'rejected'
  await recordModelCall(admin, { accountId, purpose: 'draft', model: model.name, outcome, tookMs: performance.now() - started, ...completion })
  if (flaw !== null) return flaw

  const stated = new Set(segments.map(({ factId }) => factId))
  const sources = facts.filter(({ id }) => stated.has(id) || (id === 'article.title' && stated.has('article.passage')))
  emit({ type: 'ready', style, draft: { style, language: input.language, text, segments, facts: sources, writer: 'model', setAside: null } })
  return 'written'
}

/** Whoever a model need not know by name: the customer as Chatwoot and the shop have them, who receives their parcels, the agent. */
function peopleIn({ contact, shop, me }: DraftInput): (string | null | undefined)[] {
  const customer = shop.status === 'ready' ? shop.customer : null
  const receivers = shop.status === 'ready' ? shop.orders.flatMap(({ shippingAddress }) => shippingAddress ? [shippingAddress.name, shippingAddress.postalCode] : []) : []
  const names = [contact.name, customer?.name, me.name]
  return [...names, ...names.flatMap(name => name?.split(/\s+/) ?? []), ...receivers, contact.email, contact.phone, customer?.email, customer?.phone]
}
