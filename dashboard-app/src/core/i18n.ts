import type { Language } from '#shared/contracts/judgement'
import type { ProblemCode } from '#shared/contracts/problem'
import type { ParseKeys } from 'i18next'
import type { FailureCode } from './api'
import type { PanelStorage } from './storage'
import { LANGUAGES } from '#shared/contracts/judgement'
import i18next from 'i18next'

const KEY = 'pitwall.language'
const LOADERS = {
  en: async () => import('@/locales/en.json'),
  es: async () => import('@/locales/es.json'),
  fr: async () => import('@/locales/fr.json'),
} satisfies Record<Language, () => Promise<unknown>>

/** The language the agent chose, else the first of the browser's that the panel speaks, else English. */
export function preferredLanguage(storage: PanelStorage, wanted: readonly string[]): Language {
  const kept = LANGUAGES.find(one => one === storage.getItem(KEY))
  if (kept) return kept
  const primary = wanted.map(tag => tag.slice(0, 2).toLowerCase())
  return primary.flatMap(tag => LANGUAGES.filter(one => one === tag))[0] ?? 'en'
}

/** Starts i18next with one language; only that one is fetched. */
export async function startI18n(language: Language) {
  const { default: translation } = await LOADERS[language]()
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false }, // Vue escapes
    returnNull: false,
  })
  document.documentElement.lang = language
  return i18next
}

/** Changes the panel's language and remembers it. */
export async function changeLanguage(language: Language, storage: PanelStorage): Promise<void> {
  const { default: translation } = await LOADERS[language]()
  i18next.addResourceBundle(language, 'translation', translation)
  await i18next.changeLanguage(language)
  storage.setItem(KEY, language)
  document.documentElement.lang = language
}

/** What a failure is called, in words that say what to do. */
export const PROBLEM_WORDS = {
  invalid_request: 'problem.invalid_request',
  not_signed_in: 'problem.not_signed_in',
  signature_invalid: 'problem.internal',
  forbidden: 'problem.forbidden',
  account_not_found: 'problem.account_not_found',
  conversation_not_found: 'problem.conversation_not_found',
  article_not_found: 'problem.article_not_found',
  article_changed: 'problem.article_changed',
  message_not_found: 'problem.message_not_found',
  // Only the queue of approvals meets it, which has its own words.
  approval_not_waiting: 'problem.internal',
  macro_not_found: 'problem.internal',
  macro_unreadable: 'problem.internal',
  macro_incomplete: 'problem.internal',
  macro_changed: 'problem.internal',
  run_not_found: 'problem.internal',
  // Only the settings of macros meet it, which have words of their own.
  webhook_address: 'problem.internal',
  // Only the replay bench meets these, which has its own words.
  replay_not_found: 'problem.internal',
  already_running: 'problem.internal',
  message_already_sent: 'problem.message_already_sent',
  idempotency_conflict: 'problem.idempotency_conflict',
  body_too_large: 'problem.body_too_large',
  text_empty: 'problem.text_empty',
  // So it is with what only the actions of an order meet.
  order_not_found: 'problem.internal',
  action_not_waiting: 'problem.internal',
  policy_changed: 'problem.policy_changed',
  routing_changed: 'problem.routing_changed',
  agent_unknown: 'problem.agent_unknown',
  too_many_requests: 'problem.too_many_requests',
  chatwoot_refused: 'problem.chatwoot_refused',
  chatwoot_unreachable: 'problem.chatwoot_unreachable',
  shopify_refused: 'problem.shopify_refused',
  shopify_unreachable: 'problem.shopify_unreachable',
  shopify_busy: 'problem.shopify_busy',
  label_refused: 'problem.label_refused',
  label_unreachable: 'problem.label_unreachable',
  labels_changed: 'problem.labels_changed',
  model_not_found: 'problem.model_not_found',
  model_unavailable: 'problem.model_unavailable',
  model_budget_spent: 'problem.model_budget_spent',
  internal: 'problem.internal',
  unreachable: 'problem.unreachable',
  offline: 'problem.offline',
} as const satisfies Record<FailureCode, ParseKeys>

/** Whether the panel has words for it. The contract's own table carries English titles that no panel shows. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEM_WORDS, value) && value !== 'unreachable' && value !== 'offline'
}
