import type { Category } from '#shared/contracts/judgement'
import type { ParseKeys } from 'i18next'

export const CATEGORY_WORDS = {
  order_status: 'category.order_status',
  product_information: 'category.product_information',
  technical_support: 'category.technical_support',
  returns_refunds: 'category.returns_refunds',
  shipping_issues: 'category.shipping_issues',
  billing_questions: 'category.billing_questions',
  general_inquiry: 'category.general_inquiry',
} as const satisfies Record<Category, ParseKeys>
