import type { Language } from '../contracts/judgement.ts'
import type { MacroAnswers, MacroInput } from '../contracts/macro.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LOCALES = { en: 'en-US', es: 'es-ES', fr: 'fr-FR' } as const satisfies Record<Language, string>

/** The inputs whose answers are missing or cannot be right, and those that nobody asked for. */
export function badAnswers(inputs: MacroInput[], answers: MacroAnswers): string[] {
  const asked = new Set(inputs.map(({ name }) => name))
  const unfit = inputs.filter(input => !isFit(input, answers[input.name])).map(({ name }) => name)
  return [...unfit, ...Object.keys(answers).filter(name => !asked.has(name))]
}

function isFit(input: MacroInput, answer: MacroAnswers[string] | undefined): boolean {
  const isEmpty = (typeof answer === 'string' && answer.trim() === '') || (Array.isArray(answer) && answer.length === 0)
  if (answer === undefined || isEmpty) return !input.isRequired
  switch (input.type) {
    case 'text': return typeof answer === 'string'
    case 'number': return typeof answer === 'number' && Number.isFinite(answer) && answer >= (input.min ?? -Infinity) && answer <= (input.max ?? Infinity)
    case 'date': return typeof answer === 'string' && DAY.test(answer) && !Number.isNaN(Date.parse(answer))
    case 'choice': return typeof answer === 'string' && input.options.includes(answer)
    case 'order_lines': return Array.isArray(answer) && new Set(answer.map(({ lineId }) => lineId)).size === answer.length
  }
}

/** An answer as a customer reads it: numbers and days in their language, lines by their `titles`. A day has no time zone. */
export function writeAnswer(
  input: MacroInput,
  answer: MacroAnswers[string],
  language: Language,
  titles: ReadonlyMap<string, string> = new Map(),
): string {
  if (Array.isArray(answer)) {
    const lines = answer.flatMap(({ lineId, quantity }) => titles.has(lineId) ? [`${quantity} × ${titles.get(lineId)}`] : [])
    return new Intl.ListFormat(LOCALES[language]).format(lines)
  }
  if (input.type === 'number') return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 6 }).format(Number(answer))
  if (input.type !== 'date') return String(answer).trim()
  return new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(String(answer)))
}
