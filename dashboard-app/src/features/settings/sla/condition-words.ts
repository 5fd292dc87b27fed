import type { Category } from '#shared/contracts/judgement'
import type { SettingsKey } from '../words'
import type { ConditionDraft } from './condition-draft'
import { Category as CategorySchema } from '#shared/contracts/judgement'
import { shownLanguage, t } from '../words'
import { wordsOf } from './condition-draft'

export interface Inbox { id: number, name: string }

export const CATEGORY_NAMES = {
  order_status: 'settings.sla.category.order_status',
  product_information: 'settings.sla.category.product_information',
  technical_support: 'settings.sla.category.technical_support',
  returns_refunds: 'settings.sla.category.returns_refunds',
  shipping_issues: 'settings.sla.category.shipping_issues',
  billing_questions: 'settings.sla.category.billing_questions',
  general_inquiry: 'settings.sla.category.general_inquiry',
} as const satisfies Record<Category, SettingsKey>

/** A condition as a sentence; null while it says nothing yet. */
export function conditionSentence({ on, words, picked, amount }: ConditionDraft, inboxes: Inbox[]): string | null {
  switch (on) {
    case 'always': return t('settings.sla.sentence.always')
    case 'customer_tag': return wordsOf(words).length ? t('settings.sla.sentence.customer_tag', { words: anyOf(wordsOf(words)) }) : null
    case 'label': return wordsOf(words).length ? t('settings.sla.sentence.label', { words: anyOf(wordsOf(words)) }) : null
    case 'category': return picked.length ? t('settings.sla.sentence.category', { words: anyOf(picked.map(categoryName)) }) : null
    case 'inbox': return picked.length ? t('settings.sla.sentence.inbox', { words: anyOf(picked.map(id => inboxName(id, inboxes))) }) : null
    case 'lifetime_value': return amount === '' ? null : t('settings.sla.sentence.lifetime_value', { amount: new Intl.NumberFormat(shownLanguage()).format(amount) })
  }
}

/** A span of minutes in the largest unit that keeps it whole. */
export function spanWords(minutes: number): string {
  const [unit, count] = minutes % 1440 === 0 ? ['day', minutes / 1440] : minutes % 60 === 0 ? ['hour', minutes / 60] : ['minute', minutes]
  return new Intl.NumberFormat(shownLanguage(), { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(Number(count))
}

function anyOf(words: string[]): string {
  return new Intl.ListFormat(shownLanguage(), { type: 'disjunction' }).format(words)
}
function categoryName(name: string): string {
  const category = CategorySchema.safeParse(name)
  return category.success ? t(CATEGORY_NAMES[category.data]) : name
}
function inboxName(id: string, inboxes: Inbox[]): string {
  return inboxes.find(inbox => String(inbox.id) === id)?.name ?? t('settings.sla.inbox_gone', { id })
}
