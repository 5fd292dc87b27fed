import type { LabelledText } from '../shared/judges/category-training.ts'
import type { FrustrationRow } from '../shared/judges/frustration-training.ts'
import type { LanguageRow } from '../shared/judges/language-training.ts'
import type { MoodRow } from '../shared/judges/mood-training.ts'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { CATEGORIES, DetectedLanguage, Mood, MOODS } from '../shared/contracts/judgement.ts'
import { CATEGORY_CLASSES } from '../shared/judges/category.ts'
import { fillPhrase, textsOf } from '../shared/judges/phrases.ts'
import { seededRandom } from '../shared/random/seeded.ts'

/** The development data lies beside the project and is never part of it. */
export const DATA = new URL('../../shared/data/', import.meta.url)
export const hasData = () => existsSync(new URL('tickets/dev.jsonl', DATA))

const TITLES: Record<string, (typeof CATEGORIES)[number]> = {
  'Order Status': 'order_status',
  'Product Information': 'product_information',
  'Technical Support': 'technical_support',
  'Returns & Refunds': 'returns_refunds',
  'Shipping Issues': 'shipping_issues',
  'Billing Questions': 'billing_questions',
  'General Inquiry': 'general_inquiry',
}
const Title = z.string().transform((title, context) => TITLES[title] ?? (context.addIssue(`unknown category ${title}`), z.NEVER))
const Ticket = z.object({
  text: z.string(),
  lang: z.string(),
  category: Title.nullable(),
  also: z.array(Title),
  source: z.string(),
  tmpl: z.string().optional(),
})

export interface Ticket extends LabelledText { source: string, lang: string, group: string }

const WEIGHTS: Record<string, number> = { 'hint3-sofmattress': 5, 'hint3-curekart': 5 }
/** Many messages the shops' bots had no answer for are about something all the same. */
const UNLABELLED_WEIGHT = 2
const VARIANTS = 6
const MOOD_VARIANTS = 4
/** Review sentences are further from what customers write than tweets are. */
const SENTENCE_WEIGHT = 0.7
const DIALOGUE_VARIANTS = 3

/** The labelled tickets, the messages without a label, and the project's own phrases, with the weight each has in training. */
export function readTickets(): Ticket[] {
  return ['dev', 'dev-unlabelled'].flatMap(name => readLines(`tickets/${name}.jsonl`, Ticket)).map(({ tmpl, ...row }) => ({
    ...row,
    group: tmpl ?? row.text,
    weight: row.category === null ? UNLABELLED_WEIGHT : WEIGHTS[row.source] ?? 1,
  }))
}

const LANGS = ['en', 'es', 'fr'] as const
const Slots = z.record(z.string(), z.record(z.string(), z.array(z.string())))
const readSlots = () => Slots.parse(JSON.parse(readTraining('slots.json')))

/** The project's own phrases, each said in several ways. */
export function readPhrases(): Ticket[] {
  const slots = readSlots()
  return LANGS.flatMap(lang => CATEGORY_CLASSES.flatMap((name, c) => {
    const category = CATEGORIES[c] ?? null
    return readTraining(`${lang}/${name}.txt`).trim().split('\n').flatMap((template, at) =>
      textsOf(template, slots[lang] ?? {}, VARIANTS, at * 1_000 + c).map(text => ({ text, lang, category, also: [], weight: 1, source: `own-${lang}`, group: template })))
  }))
}

const Spoken = z.object({ text: z.string(), lang: z.string(), kind: z.string() })

export interface SpokenRow extends LanguageRow { kind: string, group: string }

/** Texts of known language: the benchmark rows, real tickets (English), own phrases. Of the generated tickets one in six is enough. */
export function readSpoken(): SpokenRow[] {
  const known = readLines('langid/dev.jsonl', Spoken).map(({ text, lang, kind }) => ({ text, language: DetectedLanguage.catch('other').parse(lang), kind, group: text }))
  const tickets = readTickets().filter((row, at) => row.category && (row.source !== 'bitext' || at % 6 === 0)).map(({ text, source, group }) => ({ text, language: 'en' as const, kind: `tickets-${source}`, group }))
  const own = readPhrases().map(({ text, lang, source, group }) => ({ text, language: DetectedLanguage.parse(lang), kind: source, group }))
  return [...known, ...tickets, ...own]
}

const Felt = z.object({ text: z.string(), label: Mood, source: z.string(), grp: z.string().optional() })
export interface FeltRow extends MoodRow { source: string, group: string }

/** Texts of known mood that may be learned from: tweets in three languages, sentences, own phrases. */
export function readFelt(): FeltRow[] {
  const slots = readSlots()
  const known = ['sentiment-xlmt/dev.jsonl', 'sentiment-vader/dev.jsonl'].flatMap(name => readLines(name, Felt)).map(({ text, label, source, grp }) => ({ text, mood: label, source, weight: source.startsWith('vader') ? SENTENCE_WEIGHT : 1, group: grp ? `${source} ${grp}` : text }))
  const own = LANGS.flatMap(lang => MOODS.flatMap((mood, c) => readTraining(`mood/${lang}.${mood}.txt`).trim().split('\n').flatMap((template, at) =>
    textsOf(template, slots[lang] ?? {}, MOOD_VARIANTS, at * 10 + c).map(text => ({ text, mood, source: `own-${lang}`, group: template })))))
  return [...known, ...own]
}

/** Customer-service tweets that must never teach what ships; null where they are absent. */
export function readMeasureOnly(): MoodRow[] | null {
  const name = 'measure-only/sentiment-airline/dev.jsonl'
  return existsSync(new URL(name, DATA)) ? readLines(name, Felt).map(({ text, label }) => ({ text, mood: label })) : null
}

/**
 * The project's own dialogues, each drawn several times: `1 | C: … | A: … | C: …`, 1 where the last word is a frustrated one.
 * Those of `frustration-unseen` are never learned from.
 */
export function readDialogues(folder: 'frustration' | 'frustration-unseen'): (FrustrationRow & { lang: string, group: string })[] {
  const slots = readSlots()
  return LANGS.flatMap(lang => readTraining(`${folder}/${lang}.txt`).trim().split('\n').flatMap((line, at) => {
    const next = seededRandom(at)
    return Array.from({ length: DIALOGUE_VARIANTS }, () => {
      const [label, ...turns] = line.split(/ \| (?=[AC]: )/)
      const said = turns.map(turn => ({ from: turn.startsWith('A') ? 'agent' as const : 'customer' as const, text: fillPhrase(turn.slice(3), slots[lang] ?? {}, next), at: null }))
      return { text: said.at(-1)?.text ?? '', history: said.slice(0, -1), isFrustrated: label === '1', lang, group: `${lang} ${at}` }
    })
  }))
}

export function readTraining(name: string): string {
  return readFileSync(new URL(`judge-training/${name}`, import.meta.url), 'utf8')
}

export function readLines<S extends z.ZodType>(name: string, schema: S): z.output<S>[] {
  return readFileSync(new URL(name, DATA), 'utf8').split('\n').filter(line => line.trim()).map(line => schema.parse(JSON.parse(line)))
}
