import { z } from 'zod'

export const ConnectionKind = z.enum(['chatwoot', 'chatwoot_webhook', 'chatwoot_dashboard_app', 'shopify', 'shopify_webhook', 'label_seller', 'language_model', 'sign_in', 'realtime', 'jobs'])
export type ConnectionKind = z.infer<typeof ConnectionKind>

/** What is wrong with a connection; the panel says how to mend it in the admin's language. */
export const ConnectionFinding = z.enum([
  'ok',
  'not_configured',
  'unreachable',
  'credentials_refused',
  'role_insufficient',
  'scopes_missing',
  'actions_limited',
  'not_registered',
  'events_missing',
  'never_received',
  'registration_refused',
  'local_only',
  'addresses_unproven',
  'dead_letters',
])
export type ConnectionFinding = z.infer<typeof ConnectionFinding>

export const ConnectionCheck = z.object({
  kind: ConnectionKind,
  finding: ConnectionFinding,
  /** Technical words that help: a host, missing scope names, a count. Never a secret. */
  detail: z.string().nullable(),
  checkedAt: z.number().int(),
})
export type ConnectionCheck = z.infer<typeof ConnectionCheck>

export const ConnectionReport = z.object({ checks: z.array(ConnectionCheck) })
