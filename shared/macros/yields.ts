import type { Language } from '../contracts/judgement.ts'
import type { Money } from '../contracts/money.ts'
import type { ActionKind } from '../contracts/order-action.ts'
import { formatMoney } from '../money/decimal.ts'

/** How texts after a step call what the shop said of it: a code, a link. A kind that brings none is not here. */
const DETAILS: Partial<Record<ActionKind, string>> = {
  discount: 'discount.code',
  replace: 'replace.order',
  return: 'return.name',
  return_label: 'return_label.url',
}

/** How they call the shop's own id of what was done, where a later step needs it. */
const REFS: Partial<Record<ActionKind, string>> = { return: 'return.id' }

/** What values that steps bring are called where they are chosen; an id is not, only steps need it. */
export const YIELD_LABELS: Record<Language, Record<string, string>> = {
  en: { 'refund.amount': 'Amount refunded', 'cancel.amount': 'Amount given back', 'discount.code': 'Discount code', 'return.name': 'Number of the return', 'return_label.url': 'Link to the return label', 'replace.order': 'Order of the replacement' },
  es: { 'refund.amount': 'Importe reembolsado', 'cancel.amount': 'Importe devuelto', 'discount.code': 'Código de descuento', 'return.name': 'Número de devolución', 'return_label.url': 'Enlace a la etiqueta de devolución', 'replace.order': 'Pedido del reemplazo' },
  fr: { 'refund.amount': 'Montant remboursé', 'cancel.amount': 'Montant rendu', 'discount.code': 'Code de réduction', 'return.name': 'Numéro du retour', 'return_label.url': 'Lien vers l’étiquette de retour', 'replace.order': 'Commande du remplacement' },
}

/** The names that texts after a step of this kind may use. */
export function yieldsOf(kind: ActionKind): string[] {
  return [`${kind}.amount`, DETAILS[kind], REFS[kind]].filter(name => name !== undefined)
}

/** The values themselves, as far as they are known; amounts as the language writes them. */
export function yieldValues(
  kind: ActionKind,
  became: { money: Money | null, detail: string | null, ref: string | null },
  language: Language,
): Map<string, string> {
  const [detail, ref] = [DETAILS[kind], REFS[kind]]
  return new Map([
    ...became.money ? [[`${kind}.amount`, formatMoney(became.money, language)] as const] : [],
    ...detail && became.detail ? [[detail, became.detail] as const] : [],
    ...ref && became.ref ? [[ref, became.ref] as const] : [],
  ])
}
