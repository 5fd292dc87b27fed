import type { Role } from '#shared/contracts/brief'
import type { MoneyPolicy } from '#shared/contracts/money-policy'
import type { SettingsKey } from '../words'
import type { Bound } from './money-draft'
import { formatMoney } from '#shared/money/decimal'
import { shownLanguage, t } from '../words'

export const ROLE_WORDS = {
  agent: 'settings.people.role.agent',
  supervisor: 'settings.people.role.supervisor',
  admin: 'settings.people.role.admin',
} as const satisfies Record<Role, SettingsKey>

export const BOUND_WORDS = {
  alone: 'settings.money.bound.alone',
  day: 'settings.money.bound.day',
  most: 'settings.money.bound.most',
} as const satisfies Record<Bound, SettingsKey>

const MEANING = {
  alone: { some: 'settings.money.meaning.alone', any: 'settings.money.meaning.alone_any' },
  day: { some: 'settings.money.meaning.day', any: 'settings.money.meaning.day_any' },
  most: { some: 'settings.money.meaning.most', any: 'settings.money.meaning.most_any' },
} as const satisfies Record<Bound, { some: SettingsKey, any: SettingsKey }>

const APPROVER = {
  agent: 'settings.money.meaning.approver_agent',
  supervisor: 'settings.money.meaning.approver_supervisor',
  admin: 'settings.money.meaning.approver_admin',
} as const satisfies Record<Role, SettingsKey>

/** What the limits of a role mean, a sentence each. */
export function roleMeaning({ limits, currency }: MoneyPolicy, role: Role): string {
  const sentence = (bound: Bound) => {
    const minor = limits[role][bound]
    return minor === null ? t(MEANING[bound].any) : t(MEANING[bound].some, { amount: formatMoney({ minor, currency }, shownLanguage()) })
  }
  return [sentence('alone'), sentence('day'), sentence('most')].join(' ')
}

/** What the returns policy means; which goods and which reasons stands beside it. */
export function returnsMeaning({ currency, returns: { labelPaidBy, labelFeeMinor, restockingPercent } }: MoneyPolicy): string[] {
  const fee = formatMoney({ minor: labelFeeMinor, currency }, shownLanguage())
  return [
    labelPaidBy === 'shop' ? t('settings.money.meaning.label_shop') : t('settings.money.meaning.label_customer', { amount: fee }),
    restockingPercent ? t('settings.money.meaning.restocking', { count: restockingPercent }) : t('settings.money.meaning.restocking_none'),
    t('settings.money.meaning.exceptions'),
  ]
}

/** What the rest of the policy means. */
export function restMeaning({ approverRole, approvalMinutes, mostPercent, returnDays }: MoneyPolicy): string[] {
  const hours = new Intl.NumberFormat(shownLanguage(), { style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 }).format(approvalMinutes / 60)
  return [
    t(APPROVER[approverRole], { hours }),
    t('settings.money.meaning.percent', { count: mostPercent }),
    t('settings.money.meaning.return_days', { count: returnDays }),
  ]
}
