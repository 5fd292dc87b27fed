import type { StepHole } from '../contracts/macro.ts'

const PART = /\{\{\s*([a-z][\w.]*)\s*\}\}/g

export interface Filled { text: string, holes: StepHole[] }

/** Puts values in the place of `{{name}}`; what has none is a hole, named once. A value is text, never a template again. */
export function fillText(template: string, values: ReadonlyMap<string, string>): Filled {
  const missing = new Set<string>()
  const text = template.replace(PART, (_, name: string) => {
    const value = values.get(name)
    if (!value) missing.add(name)
    return value ?? ''
  })
  return { text, holes: [...missing].map(value => ({ because: 'value', value })) }
}

/** The names that a text asks for, each once. */
export function namesIn(template: string): string[] {
  return [...new Set([...template.matchAll(PART)].flatMap(([, name]) => name ?? []))]
}
