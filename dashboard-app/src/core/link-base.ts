import type { FrameHint } from './frame'

/** Where Chatwoot shows its conversations, or null while its account is unknown. */
export function linkBaseOf(hint: FrameHint | null): string | null {
  if (!hint || hint.chatwoot.accountId === null) return null
  return `${hint.chatwoot.origin}/app/accounts/${hint.chatwoot.accountId}/conversations`
}
