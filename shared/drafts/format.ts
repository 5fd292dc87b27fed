import type { Language } from '../contracts/judgement.ts'
import type { Money } from '../contracts/money.ts'

const LOCALES = { en: 'en-US', es: 'es-ES', fr: 'fr-FR' } as const satisfies Record<Language, string>

/** An amount as a customer reads it: "$289.00", "289,00 €", "12,00 $CA". */
export function writeMoney({ minor, currency }: Money, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** A day as a customer reads it, in the inbox's time zone: "Tuesday, November 24", "martes, 24 de noviembre", "mardi 24 novembre". */
export function writeDay(at: number, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(at)
}

/** Things in a sentence: "a, b, and c", "a, b y c", "a, b et c". */
export function writeList(things: string[], language: Language): string {
  return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(things)
}
