import { seededRandom } from '../random/seeded.ts'

/** Draws one text from a template: `(a|b)` is a choice, `{slot}` a word from the list of that name. */
export function fillPhrase(template: string, slots: Record<string, string[]>, next: () => number): string {
  const pick = (choices: string[]) => choices[Math.floor(next() * choices.length)] ?? ''
  let text = template
  while (/\([^()|]*\|[^()]*\)/.test(text)) text = text.replace(/\(([^()|]*\|[^()]*)\)/g, (_, choices: string) => pick(choices.split('|')))
  return text
    .replace(/\{(\w+)\}/g, (_, slot: string) => slot === 'n' ? String(2 + Math.floor(next() * 28)) : slot === 'no' ? `#${1000 + Math.floor(next() * 90_000)}` : pick(slots[slot] ?? [slot]))
    .replace(/\s+/g, ' ')
    .trim()
}

const NEIGHBOURS: Record<string, string> = { a: 's', e: 'r', i: 'o', o: 'p', t: 'y', n: 'm', s: 'd', r: 't', l: 'k', c: 'v' }

/** The same text as typed in a hurry: no accents, no signs, lower case, a slip or two. */
function hurry(text: string, next: () => number): string {
  let typed = text
  if (next() < 0.5) typed = typed.normalize('NFD').replace(/\p{M}/gu, '')
  if (next() < 0.5) typed = typed.replace(/[¿¡?.!,]/g, '')
  if (next() < 0.6) typed = typed.toLowerCase()
  const slips = next() < 0.5 ? Math.ceil(typed.length / 60) : 0
  for (let slip = 0; slip < slips; slip++) {
    const at = 1 + Math.floor(next() * Math.max(1, typed.length - 2))
    const letter = typed[at] ?? ''
    if (!/\p{L}/u.test(letter)) continue
    const kind = next()
    const wrong = kind < 0.35 ? '' : kind < 0.6 ? letter + letter : kind < 0.8 ? (typed[at + 1] ?? '') + letter : NEIGHBOURS[letter] ?? letter
    typed = typed.slice(0, at) + wrong + typed.slice(at + (kind >= 0.6 && kind < 0.8 ? 2 : 1))
  }
  return typed
}

/** Texts of one template: plainly, in a hurry, after a greeting, and inside a longer message. */
export function textsOf(template: string, slots: Record<string, string[]>, count: number, seed: number): string[] {
  const next = seededRandom(seed)
  const texts = new Set<string>()
  for (let draw = 0; draw < count * 2 && texts.size < count; draw++) {
    let text = fillPhrase(template, slots, next)
    const how = draw % 4
    if (how === 1 || how === 3) text = hurry(text, next)
    if (how === 2) text = `${fillPhrase('{greeting}', slots, next)}, ${text}`
    if (how === 3 && next() < 0.7) text = fillPhrase(`(|{greeting}. )(|{filler}. )${text.replace(/[(){}|]/g, '')}(.|) (|{filler}.) (|{closing})`, slots, next)
    texts.add(text)
  }
  return [...texts]
}
