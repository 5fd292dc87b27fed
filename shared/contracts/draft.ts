import { z } from 'zod'
import { Language } from './judgement.ts'

export const DRAFT_STYLES = ['formal', 'friendly', 'concise'] as const
export const DraftStyle = z.enum(DRAFT_STYLES)
export type DraftStyle = z.infer<typeof DraftStyle>

/** A live fact a draft may state. `value` is how it is written in the draft's language; `label` names it for the agent. */
export const Fact = z.object({
  id: z.string(),
  kind: z.enum(['order', 'tracking', 'amount', 'date', 'item', 'customer', 'article', 'policy']),
  label: z.string(),
  value: z.string(),
  /** Where the agent can look: an order id, an article id, or a link. */
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('order'), orderId: z.string() }),
    z.object({ kind: z.literal('article'), articleId: z.number().int() }),
    z.object({ kind: z.literal('conversation') }),
    z.object({ kind: z.literal('shop') }),
  ]),
})
export type Fact = z.infer<typeof Fact>

/** A run of text, bound to the fact it states when it states one. The texts joined are the draft. */
export const DraftSegment = z.object({ text: z.string(), factId: z.string().nullable() })
export type DraftSegment = z.infer<typeof DraftSegment>

/** Why a language model's draft was not used, so that the local writer wrote instead. */
export const SetAside = z.enum(['empty', 'cut', 'too_long', 'markup', 'unknown_claim', 'promised_deed', 'model_unavailable', 'model_budget_spent'])
export type SetAside = z.infer<typeof SetAside>

export const Draft = z.object({
  style: DraftStyle,
  language: Language,
  text: z.string(),
  segments: z.array(DraftSegment),
  facts: z.array(Fact),
  writer: z.enum(['local', 'model']),
  setAside: SetAside.nullable().default(null),
})
export type Draft = z.infer<typeof Draft>

export const MissingFact = z.enum(['order', 'tracking', 'customer', 'article', 'delivery_date', 'amount', 'question'])
export type MissingFact = z.infer<typeof MissingFact>

/** The events of the drafts stream (SSE `data:` lines). A style ends in exactly one `ready`, `refused` or `failed`. */
export const DraftEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), style: DraftStyle, text: z.string() }),
  z.object({ type: z.literal('ready'), style: DraftStyle, draft: Draft }),
  z.object({ type: z.literal('refused'), style: DraftStyle, missing: z.array(MissingFact), setAside: SetAside.nullable().default(null) }),
  z.object({ type: z.literal('failed'), style: DraftStyle, code: z.enum(['model_unavailable', 'model_budget_spent', 'internal']) }),
  z.object({ type: z.literal('end') }),
])
export type DraftEvent = z.infer<typeof DraftEvent>

export const DraftRequest = z.object({
  styles: z.array(DraftStyle).min(1).max(3).default([...DRAFT_STYLES]).transform(styles => [...new Set(styles)]),
  language: Language.optional(),
  orderId: z.string().max(200).optional(),
})
export type DraftRequest = z.infer<typeof DraftRequest>
