import { MacroDefinition } from '../contracts/macro.ts'
import { whereOf } from '../rules/read.ts'

/** Bytes of the largest file that is read, and of the longest macro that is kept: three languages of 40 long messages do not fit. */
export const MAX_FILE_BYTES = 100_000
// A condition's list in a branch in a branch in a branch stands fewer than 20 brackets deep.
const MAX_NESTING = 20
const NEVER_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Why a file is not a macro; `part` is the path of what is not known (`steps.3.do`). */
export type FileRefusal = { because: 'size' | 'nesting' | 'json' } | { because: 'part', part: string }
export type ReadMacro = { ok: true, definition: MacroDefinition } | { ok: false, refusal: FileRefusal }

/** The definition in a file, or why there is none. A file comes from anywhere, so it is measured before it is parsed. */
export function readMacroFile(text: string): ReadMacro {
  if (!isInReach(text)) return refused({ because: 'size' })
  if (nestingOf(text) > MAX_NESTING) return refused({ because: 'nesting' })
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const definition = MacroDefinition.safeParse(parsed.value)
  return definition.success ? { ok: true, definition: definition.data } : refused({ because: 'part', part: whereOf(definition.error) })
}

/** A macro as a file: what stands in docs/macro.schema.json. */
export function writeMacroFile(definition: unknown): string {
  return `${JSON.stringify(definition, null, 2)}\n`
}

/** Whether a macro is short enough to be kept and to travel. */
export function isInReach(text: string): boolean {
  return text.length <= MAX_FILE_BYTES && new TextEncoder().encode(text).length <= MAX_FILE_BYTES
}

function parse(text: string): { ok: true, value: unknown } | { ok: false, refusal: FileRefusal } {
  const never: string[] = []
  try {
    const value: unknown = JSON.parse(text, (key, value: unknown) => {
      if (NEVER_KEYS.has(key)) never.push(key)
      return value
    })
    return never[0] === undefined ? { ok: true, value } : refused({ because: 'part', part: never[0] })
  }
  catch {
    return refused({ because: 'json' })
  }
}

function nestingOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (bracket === '{' || bracket === '[') deepest = Math.max(deepest, ++depth)
    else if (bracket === '}' || bracket === ']') depth--
  }
  return deepest
}

function refused(refusal: FileRefusal): { ok: false, refusal: FileRefusal } {
  return { ok: false, refusal }
}
