import { z } from 'zod'

const Text = z.string().nullish()
const FrameContact = z.looseObject({ id: z.number().int().optional(), name: Text, email: Text, phone_number: Text })

/**
 * What Chatwoot's dashboard posts into the frame (reference: Frame.vue, 4.15.1): unsigned, so a hint and nothing more.
 * Only what the panel reads is named; later versions add keys.
 */
export const FrameContext = z.object({
  event: z.literal('appContext'),
  data: z.looseObject({
    conversation: z.looseObject({
      id: z.number().int().positive(),
      account_id: z.number().int().positive().optional(),
      meta: z.looseObject({ sender: FrameContact.nullish() }).nullish(),
    }),
    contact: FrameContact.nullish(),
    currentAgent: z.looseObject({ id: z.number().int(), name: Text, email: z.email() }),
    theme: z.enum(['light', 'dark']).optional().catch(undefined),
  }),
})
export type FrameContext = z.infer<typeof FrameContext>

/** The host answers this bare string, and nothing else, with the context again. */
export const FETCH_CONTEXT = 'chatwoot-dashboard-app:fetch-info'

/** `/panel/config.json`: what the panel must know before it knows anybody. */
export const PanelConfig = z.object({
  supabaseUrl: z.url(),
  publishableKey: z.string(),
  /** Origins that may frame the panel and hand it a context. */
  chatwootOrigins: z.array(z.string()),
  isDemo: z.boolean(),
})
export type PanelConfig = z.infer<typeof PanelConfig>
