import type { Role } from '#shared/contracts/brief'
import type { MoneyPolicy } from '#shared/contracts/money-policy'
import type { ReturnRules } from '#shared/contracts/return-action'
import type { SettingsKey } from '../words'
import { readTyped, writeTyped } from '#shared/money/typed'

export const ROLES = ['agent', 'supervisor', 'admin'] as const satisfies Role[]
export const BOUNDS = ['alone', 'day', 'most'] as const
export type Bound = typeof BOUNDS[number]

/** A policy as a person writes it: amounts as text in the shop's currency, empty where there is no limit. */
export interface MoneyDraft {
  /** Whose marks the amounts are written with. */
  language: string
  limits: Record<Role, Record<Bound, string>>
  approverRole: Role
  approvalHours: string
  mostPercent: string
  returnDays: string
  /** Lists of words with commas between them. */
  returns: Pick<ReturnRules, 'photoReasons' | 'approvalReasons' | 'faultReasons' | 'labelPaidBy'> & {
    finalTags: string
    finalTypes: string
    restockingPercent: string
    labelFee: string
    labelMost: string
  }
}
type MoneyField = `${Role}.${Bound}` | 'approvalHours' | 'mostPercent' | 'returnDays' | 'restockingPercent' | 'labelFee' | 'labelMost'
export type MoneyErrors = Partial<Record<MoneyField, SettingsKey>>

const MINUTES_BOUNDS = { least: 5, most: 7 * 24 * 60 }

export function draftOf(policy: MoneyPolicy, language: string): MoneyDraft {
  const { currency, limits, approverRole, approvalMinutes, mostPercent, returnDays, returns } = policy
  const text = (minor: number | null) => minor === null ? '' : writeTyped({ minor, currency }, language)
  const textsOf = ({ alone, day, most }: MoneyPolicy['limits'][Role]) => ({ alone: text(alone), day: text(day), most: text(most) })
  return {
    language,
    limits: { agent: textsOf(limits.agent), supervisor: textsOf(limits.supervisor), admin: textsOf(limits.admin) },
    approverRole,
    approvalHours: String(Math.round(approvalMinutes / 0.6) / 100),
    mostPercent: String(mostPercent),
    returnDays: String(returnDays),
    returns: {
      finalTags: returns.finalTags.join(', '),
      finalTypes: returns.finalTypes.join(', '),
      photoReasons: [...returns.photoReasons],
      approvalReasons: [...returns.approvalReasons],
      faultReasons: [...returns.faultReasons],
      restockingPercent: String(returns.restockingPercent),
      labelPaidBy: returns.labelPaidBy,
      labelFee: text(returns.labelFeeMinor),
      labelMost: text(returns.labelMostMinor),
    },
  }
}

export type ReadDraft = { policy: MoneyPolicy, errors: null } | { policy: null, errors: MoneyErrors }

/** The draft as a policy, on top of what is not edited here, or what is wrong with which field. */
export function readDraft(draft: MoneyDraft, kept: MoneyPolicy): ReadDraft {
  const errors: MoneyErrors = {}
  const amountIn = (text: string) => text.trim() ? readTyped(text, kept.currency, draft.language) ?? 'bad' : null
  function limitsOf(role: Role): MoneyPolicy['limits'][Role] {
    const amountOf = (bound: Bound) => {
      const amount = amountIn(draft.limits[role][bound])
      if (amount === 'bad') errors[`${role}.${bound}`] = 'settings.money.error.amount'
      return amount === 'bad' ? null : amount
    }
    const limits = { alone: amountOf('alone'), day: amountOf('day'), most: amountOf('most') }
    const { alone, most } = limits
    if (most !== null && (alone ?? 0) > most) errors[`${role}.alone`] ??= 'settings.money.error.above_most'
    return limits
  }
  function wholeOf(field: MoneyField, text: string, least: number, most: number, words: SettingsKey): number {
    const number = numberIn(text)
    if (!Number.isInteger(number) || number < least || number > most) errors[field] = words
    return number
  }
  function returnsOf(): ReturnRules {
    const { finalTags, finalTypes, restockingPercent, labelFee, labelMost, ...rest } = draft.returns
    const fee = amountIn(labelFee)
    const most = amountIn(labelMost)
    if (most === 'bad') errors.labelMost = 'settings.money.error.amount'
    if (fee === 'bad') errors.labelFee = 'settings.money.error.amount'
    return {
      ...rest,
      finalTags: wordsIn(finalTags),
      finalTypes: wordsIn(finalTypes),
      restockingPercent: wholeOf('restockingPercent', restockingPercent, 0, 100, 'settings.money.error.restocking'),
      labelFeeMinor: fee === 'bad' ? 0 : fee ?? 0,
      labelMostMinor: most === 'bad' ? null : most,
    }
  }
  const minutes = Math.round(numberIn(draft.approvalHours) * 60)
  if (!(minutes >= MINUTES_BOUNDS.least && minutes <= MINUTES_BOUNDS.most)) errors.approvalHours = 'settings.money.error.hours'
  const policy = {
    ...kept,
    limits: { agent: limitsOf('agent'), supervisor: limitsOf('supervisor'), admin: limitsOf('admin') },
    approverRole: draft.approverRole,
    approvalMinutes: minutes,
    mostPercent: wholeOf('mostPercent', draft.mostPercent, 1, 100, 'settings.money.error.percent'),
    returnDays: wholeOf('returnDays', draft.returnDays, 0, 3650, 'settings.money.error.days'),
    returns: returnsOf(),
  }
  return Object.keys(errors).length ? { policy: null, errors } : { policy, errors: null }
}

function numberIn(text: string): number {
  return text.trim() ? Number(text.trim().replace(',', '.')) : Number.NaN
}
function wordsIn(text: string): string[] {
  return [...new Set(text.split(',').map(word => word.trim()).filter(Boolean))]
}
