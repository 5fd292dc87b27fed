import type { Language } from '../contracts/judgement.ts'

/** The day of an instant (epoch ms, UTC), as people of the language write it. */
export function dateOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}
