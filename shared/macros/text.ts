import type { LateText, TextPart } from '../contracts/macro-action.ts'
import type { StepHole } from '../contracts/macro.ts'

const OPTIONAL = /\[\[((?:(?!\[\[|\]\])[\s\S])*)\]\]/g
const PART = /\{\{\s*([a-z][\w.]*)\s*\}\}/g
const NOTHING: ReadonlySet<string> = new Set()

type Values = ReadonlyMap<string, string>
export interface Filled { text: string, holes: StepHole[] }
interface FilledLate extends Filled { late: LateText | null }

/**
 * Puts values in the place of `{{name}}`; what has none is a hole, named once. What stands in `[[…]]` is left out when a value in it is
 * missing. A value is text, never a template again.
 */
export function fillText(template: string, values: Values): Filled {
  const { late, holes } = read(template, values, NOTHING)
  return { text: previewOf(late), holes }
}

/** The same, where values of these names come from a step before: `late` is then what is left to fill, else null. */
export function fillBeforehand(template: string, values: Values, later: ReadonlySet<string>): FilledLate {
  const { late, holes } = read(template, values, later)
  return { text: previewOf(late), holes, late: late.some(({ parts }) => parts.some(isOpen)) ? late : null }
}

/** What is left of a text with more values known; `gone` are names that will have none. */
export function fillLate(late: LateText, values: Values, gone: (name: string) => boolean = () => true): FilledLate {
  const missing = new Set<string>()
  const filled = late.flatMap(({ parts, isOptional }) => {
    let isWhole = true
    const known = parts.map((part): TextPart => {
      if (!isOpen(part)) return part
      const value = values.get(part.value)
      if (value) return { text: value }
      if (gone(part.value)) {
        isWhole = false
        if (!isOptional) missing.add(part.value)
      }
      return part
    })
    return isWhole || !isOptional ? [{ parts: known, isOptional }] : []
  })
  const holes = [...missing].map(value => ({ because: 'value' as const, value }))
  return { text: previewOf(filled), holes, late: filled.some(({ parts }) => parts.some(isOpen)) ? filled : null }
}

/** The names that a text asks for, each once. */
export function namesIn(template: string): string[] {
  return [...new Set([...template.matchAll(PART)].flatMap(([, name]) => name ?? []))]
}

function read(template: string, values: Values, later: ReadonlySet<string>): { late: LateText, holes: StepHole[] } {
  const missing = new Set<string>()
  const late: LateText = []
  function add(source: string, isOptional: boolean) {
    const parts: TextPart[] = []
    let isWhole = true
    let at = 0
    for (const match of source.matchAll(PART)) {
      const [token, name = ''] = match
      const value = values.get(name)
      parts.push({ text: source.slice(at, match.index) })
      at = match.index + token.length
      if (value) {
        parts.push({ text: value })
      }
      else if (later.has(name)) {
        parts.push({ value: name })
      }
      else {
        isWhole = false
        if (!isOptional) missing.add(name)
      }
    }
    parts.push({ text: source.slice(at) })
    if (isWhole || !isOptional) late.push({ parts, isOptional })
  }

  let at = 0
  for (const match of template.matchAll(OPTIONAL)) {
    add(template.slice(at, match.index), false)
    add(match[1] ?? '', true)
    at = match.index + match[0].length
  }
  add(template.slice(at), false)
  return { late, holes: [...missing].map(value => ({ because: 'value', value })) }
}

function isOpen(part: TextPart): part is { value: string } {
  return 'value' in part
}
function previewOf(late: LateText): string {
  return late.flatMap(({ parts }) => parts.map(part => isOpen(part) ? `‹${part.value}›` : part.text)).join('').trim()
}
