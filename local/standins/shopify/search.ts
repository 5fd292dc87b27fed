interface Term { field: string | null, value: string, isQuoted: boolean, isNegated: boolean }
/** How a filter compares: `token` finds shared words (Shopify's trap for e-mail), `name` an order name with or without `#`. */
export interface SearchField<T> { by: 'token' | 'name' | 'id', read: (item: T) => string | null }

const TERM = /(-|NOT\s+)?(?:(\w+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/g

/**
 * Whether an item matches Shopify's search syntax: terms joined by AND, alternatives by OR, `-tag:x` and `NOT` negate,
 * `phone:*` asks for any, `foo*` for a beginning. As at Shopify, an unknown filter is ignored and lets everything through.
 */
export function matchesSearch<T>(query: string, item: T, fields: Record<string, SearchField<T>>): boolean {
  const alternatives: Term[][] = [[]]
  for (const term of parseTerms(query)) {
    const isWord = term.field === null && !term.isQuoted
    if (isWord && term.value === 'OR') alternatives.push([])
    else if (!isWord || term.value !== 'AND') alternatives.at(-1)?.push(term)
  }
  return alternatives.some(terms => terms.every(term => matchesTerm(term, item, fields) !== term.isNegated))
}

function matchesTerm<T>({ field, value, isQuoted, isNegated }: Term, item: T, fields: Record<string, SearchField<T>>): boolean {
  const known = field === null ? undefined : fields[field]
  if (field !== null && !known) return !isNegated
  const texts = known ? [known.read(item)] : Object.values(fields).map(one => one.read(item))
  if (!isQuoted && value === '*') return texts.some(Boolean)
  if (known?.by === 'name') return texts.some(text => bare(text) === bare(value))
  if (known?.by === 'id') return texts.some(text => text?.endsWith(`/${value}`))
  return texts.some(text => isQuoted ? hasPhrase(text, value) : hasToken(text, value))
}

function parseTerms(query: string): Term[] {
  return [...query.matchAll(TERM)].map(([, negation, field = null, quoted, plain = '']) => ({
    field,
    value: quoted?.replace(/\\(.)/g, '$1') ?? plain,
    isQuoted: quoted !== undefined,
    isNegated: negation !== undefined,
  }))
}
function tokens(text: string | null): string[] {
  return (text ?? '').toLowerCase().split(/[^a-z0-9+#_]+/).filter(Boolean)
}
function hasToken(text: string | null, value: string): boolean {
  const known = tokens(text)
  return tokens(value).some(token => known.some(one => value.endsWith('*') ? one.startsWith(token) : one === token))
}
function hasPhrase(text: string | null, value: string): boolean {
  const phrase = tokens(value).join(' ')
  return phrase !== '' && ` ${tokens(text).join(' ')} `.includes(` ${phrase} `)
}
function bare(name: string | null): string {
  return (name ?? '').replace(/^#/, '').toLowerCase()
}
