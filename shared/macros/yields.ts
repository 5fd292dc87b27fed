import type { Language } from '../contracts/judgement.ts'
import type { Money } from '../contracts/money.ts'
import type { ActionKind } from '../contracts/order-action.ts'
import { formatMoney } from '../money/decimal.ts'

/** How texts after a step call what the shop said of it: a code, a link. A kind that brings none is not here. */
const DETAILS: Partial<Record<ActionKind, string>> = {
  discount: 'discount.code',
  return_label: 'return_label.url',
}

/** What values that steps bring are called where they are chosen; another is shown by its name. */
export const YIELD_LABELS: Record<Language, Record<string, string>> = {
  en: { 'refund.amount': 'Amount refunded', 'cancel.amount': 'Amount given back', 'discount.code': 'Discount code', 'return_label.url': 'Link to the return label' },
  es: { 'refund.amount': 'Importe reembolsado', 'cancel.amount': 'Importe devuelto', 'discount.code': 'Código de descuento', 'return_label.url': 'Enlace a la etiqueta de devolución' },
  fr: { 'refund.amount': 'Montant remboursé', 'cancel.amount': 'Montant rendu', 'discount.code': 'Code de réduction', 'return_label.url': 'Lien vers l’étiquette de retour' },
}

/** The names that texts after a step of this kind may use. */
export function yieldsOf(kind: ActionKind): string[] {
  const detail = DETAILS[kind]
  return [`${kind}.amount`, ...detail ? [detail] : []]
}

/** The values themselves, as far as they are known; amounts as the language writes them. */
export function yieldValues(
  kind: ActionKind,
  became: { money: Money | null, detail: string | null },
  language: Language,
): Map<string, string> {
  const detail = DETAILS[kind]
  return new Map([
    ...became.money ? [[`${kind}.amount`, formatMoney(became.money, language)] as const] : [],
    ...detail && became.detail ? [[detail, became.detail] as const] : [],
  ])
}
