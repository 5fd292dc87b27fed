import type { StepHole } from '../contracts/macro.ts'

const OPTIONAL = /\[\[((?:(?!\[\[|\]\])[\s\S])*)\]\]/g
const PART = /\{\{\s*([a-z][\w.]*)\s*\}\}/g

export interface Filled { text: string, holes: StepHole[] }

/**
 * Puts values in the place of `{{name}}`; what has none is a hole, named once. What stands in `[[…]]` is left out when a value in it is
 * missing. A value is text, never a template again.
 */
export function fillText(template: string, values: ReadonlyMap<string, string>): Filled {
  const missing = new Set<string>()
  const fill = (part: string, onHole: (name: string) => void) => part.replace(PART, (_, name: string) => {
    const value = values.get(name)
    if (!value) onHole(name)
    return value ?? ''
  })
  let text = ''
  let at = 0
  for (const match of template.matchAll(OPTIONAL)) {
    text += fill(template.slice(at, match.index), name => missing.add(name))
    let isWhole = true
    const inner = fill(match[1] ?? '', () => { isWhole = false })
    if (isWhole) text += inner
    at = match.index + match[0].length
  }
  text += fill(template.slice(at), name => missing.add(name))
  return { text: text.trim(), holes: [...missing].map(value => ({ because: 'value', value })) }
}

/** The names that a text asks for, each once. */
export function namesIn(template: string): string[] {
  return [...new Set([...template.matchAll(PART)].flatMap(([, name]) => name ?? []))]
}
