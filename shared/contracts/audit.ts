import { z } from 'zod'

const Count = z.number().int()

/** What `audit_log.record` holds: one act, and the hash of the one before it. `at` is epoch ms; ids are Pitwall's own. */
export const AuditRecord = z.object({
  version: z.literal(1),
  accountId: Count,
  seq: Count,
  at: Count,
  actor: z.enum(['agent', 'rule', 'macro', 'system']),
  actorId: Count.nullable(),
  act: z.string(),
  subject: z.string(),
  conversationId: Count.nullable(),
  detail: z.record(z.string(), z.unknown()),
  previous: z.string(),
})
export type AuditRecord = z.infer<typeof AuditRecord>

/** A row as it is stored and exported, a line of JSON each. */
export const AuditRow = z.object({ account_id: Count, seq: Count, record: z.string(), hash: z.string() })
export type AuditRow = z.infer<typeof AuditRow>

/** Where a chain ends: what `audit_heads` says, or what somebody noted elsewhere on a day before. */
export const AuditHead = z.object({ account_id: Count, seq: Count, hash: z.string() })
export type AuditHead = z.infer<typeof AuditHead>
