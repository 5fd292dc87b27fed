import type { Category, Turn } from '../shared/contracts/judgement.ts'
import { z } from 'zod'
import { CATEGORIES, DetectedLanguage, Mood } from '../shared/contracts/judgement.ts'

const CUSTOMERS = new Set('customer user contact client incoming visitor shopper buyer guest consumer caller human 0'.split(' '))
const AGENTS = new Set('agent system assistant bot outgoing operator support chatbot seller staff advisor shop store merchant ai 1'.split(' '))
const Instant = z.union([z.number(), z.string().transform(text => Date.parse(text)).pipe(z.number())]).nullish().transform(at => at ?? null)
const Speaker = z.union([z.string(), z.number()]).transform(who => String(who).trim().toLowerCase())

function sideOf(who: string): Turn['from'] | null {
  return AGENTS.has(who) ? 'agent' : CUSTOMERS.has(who) ? 'customer' : null
}

const Said = z.looseObject({ at: Instant }).transform((turn, context): Turn => {
  const text = [turn.text, turn.content, turn.message, turn.body, turn.utterance].find(value => typeof value === 'string')
  const { from: by, role, speaker, author, sender, direction, message_type: type } = turn
  const named = [by, role, speaker, author, sender, direction, type].find(value => value !== undefined)
  const who = named === undefined ? 'customer' : Speaker.safeParse(named).data ?? ''
  if (text === undefined) context.addIssue('a turn of history has no text')
  return { from: sideOrIssue(who, context), text: text ?? '', at: turn.at }
})
/** `["agent", "text"]` says the same as an object of the two. */
const Pair = z.tuple([Speaker, z.string()]).transform(([who, text], context): Turn => ({ from: sideOrIssue(who, context), text, at: null }))

function sideOrIssue(who: string, context: { addIssue: (issue: string) => void }): Turn['from'] {
  const from = sideOf(who)
  if (from === null) context.addIssue(`a turn of history is from "${who}"; say customer or agent`)
  return from ?? 'customer'
}

/**
 * Turns as objects, pairs, bare strings, or one string of lines. Bare strings alternate and end with the agent, whom the message
 * answers; `agent: …` and `customer: …` say who speaks.
 */
const Turns = z.union([z.array(z.union([z.string(), Pair, Said])), z.string().transform(linesOf)])
const History = Turns.nullish().transform(turns => (turns ?? []).map((turn, at, all): Turn => {
  if (typeof turn !== 'string') return turn
  const colon = turn.indexOf(':')
  const from = sideOf(turn.slice(0, Math.max(0, colon)).trim().toLowerCase())
  if (from !== null) return { from, text: turn.slice(colon + 1).trim(), at: null }
  return { from: (all.length - at) % 2 === 1 ? 'agent' : 'customer', text: turn, at: null }
}))

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line.trim())
}

/** One line of input. */
export const Asked = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.string().nullish(),
  history: History,
  at: Instant,
})

function code(name: string): string {
  return name.toLowerCase().replace(/[^a-z]+/g, '_').replace(/^_|_$/g, '')
}

const CategoryName = z.string().transform((name, context): Category => {
  const found = CATEGORIES.find(category => category === code(name))
  if (!found) context.addIssue(`"${name}" is no category; there are ${CATEGORIES.join(', ')}`)
  return found ?? 'general_inquiry'
})
const Truth = z.looseObject({ text: z.string(), history: History })

const LabelAndOthers = z.object({ category: CategoryName.nullable(), also: z.array(CategoryName).default([]) })

/** The label of a row stands under `category`, `value` or `label`, whichever comes first; null: about nothing a shop sorts. */
export const LabelledCategory = Truth.transform(({ text, category, value, label, also }, context) => {
  const truth = [category, value, label].find(one => one !== undefined)
  const read = LabelAndOthers.safeParse({ category: truth, also: also ?? undefined })
  if (!read.success) {
    for (const { message } of read.error.issues) context.addIssue(message)
  }
  return { text, weight: 1, category: read.data?.category ?? null, also: read.data?.also ?? [] }
})

/** The label of a row stands under `language`, `value`, `lang` or `label`. */
export const LabelledLanguage = Truth.transform(({ text, language, value, lang, label }, context) => {
  const truth = z.string().safeParse([language, value, lang, label].find(one => one !== undefined))
  if (!truth.success) context.addIssue('the row has no language')
  return { text, language: DetectedLanguage.catch('other').parse(truth.data) }
})

/** The label of a row stands under `mood`, `value` or `label`. */
export const LabelledMood = Truth.transform(({ text, mood, value, label }, context) => {
  const truth = Mood.safeParse([mood, value, label].find(one => one !== undefined))
  if (!truth.success) context.addIssue(`the mood is to be ${Mood.options.join(', ')}`)
  return { text, mood: truth.data ?? 'neutral' }
})

/** The label of a row stands under `frustrated`, `value` or `label`: true or false, 1 or 0. */
export const LabelledFrustration = Truth.transform(({ text, history, frustrated, value, label }, context) => {
  const truth = z.union([z.boolean(), z.literal([0, 1])]).safeParse([frustrated, value, label].find(one => one !== undefined))
  if (!truth.success) context.addIssue('frustration is to be true or false')
  return { text, history, isFrustrated: Boolean(truth.data) }
})

/** Reads JSON lines; a line that is none, or not of this shape, is reported with its number and costs no other. */
export function parseLines<S extends z.ZodType>(text: string, schema: S, complain: (line: number, why: string) => void): z.output<S>[] {
  return text.replace(/^\uFEFF/, '').split('\n').flatMap((line, at) => {
    if (!line.trim()) return []
    let value: unknown
    try {
      value = JSON.parse(line)
    }
    catch {
      complain(at + 1, 'not JSON')
      return []
    }
    const row = schema.safeParse(value)
    if (row.success) return [row.data]
    complain(at + 1, row.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; '))
    return []
  })
}
