/** Every refusal the API can answer with. Codes are permanent: panels in the wild switch on them. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not match the contract' },
  not_signed_in: { status: 401, title: 'The caller is not signed in' },
  signature_invalid: { status: 401, title: 'The signature does not belong to this body, or is too old' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  account_not_found: { status: 404, title: 'This account is not linked, or not the caller\'s' },
  conversation_not_found: { status: 404, title: 'This conversation does not exist for the caller' },
  article_not_found: { status: 404, title: 'This article does not exist' },
  model_not_found: { status: 404, title: 'This version of a judge does not exist' },
  article_changed: { status: 409, title: 'Somebody changed this article meanwhile' },
  macro_not_found: { status: 404, title: 'This macro does not exist, or is switched off' },
  macro_unreadable: { status: 422, title: 'This macro was written by a newer version' },
  macro_incomplete: { status: 422, title: 'Something that this macro needs is missing' },
  macro_changed: { status: 409, title: 'What this macro would do is not what was rehearsed' },
  run_not_found: { status: 404, title: 'This run does not exist, or cannot do that any more' },
  message_not_found: { status: 404, title: 'This message was never asked for' },
  replay_not_found: { status: 404, title: 'This replay does not exist' },
  already_running: { status: 409, title: 'This is running already' },
  approval_not_waiting: { status: 409, title: 'This does not wait' },
  message_already_sent: { status: 409, title: 'The message has left and cannot be taken back' },
  idempotency_conflict: { status: 409, title: 'This key was used for another request' },
  body_too_large: { status: 413, title: 'The body is larger than this door takes' },
  text_empty: { status: 422, title: 'There is no text to send' },
  routing_changed: { status: 409, title: 'Somebody saved the routing meanwhile' },
  agent_unknown: { status: 422, title: 'No agent of this account has this address' },
  too_many_requests: { status: 429, title: 'Too many requests; wait a moment' },
  chatwoot_refused: { status: 502, title: 'Chatwoot refused the request' },
  chatwoot_unreachable: { status: 502, title: 'Chatwoot does not answer' },
  shopify_refused: { status: 502, title: 'Shopify refused the request' },
  shopify_unreachable: { status: 502, title: 'Shopify does not answer' },
  shopify_busy: { status: 503, title: 'Shopify asks us to wait' },
  model_unavailable: { status: 502, title: 'The language model does not answer' },
  model_budget_spent: { status: 402, title: 'The budget for the language model is spent' },
  internal: { status: 500, title: 'Something failed on our side' },
} as const satisfies Record<string, { status: number, title: string }>

export type ProblemCode = keyof typeof PROBLEMS

export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEMS, value)
}
