const EMAIL = String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}`
const PHONE = String.raw`\+?\d[\d\s().-]{7,18}\d`
const PLACE = /<person_\d+>/g

export interface Redaction { hide: (text: string) => string, restore: (text: string) => string }

/**
 * Keeps personal data out of what a language model is told: known values, however they are written, and anything that looks
 * like an e-mail address or a phone number become placeholders, the same text always the same one, and `restore` puts them back.
 */
export function createRedaction(known: (string | null | undefined)[]): Redaction {
  const places = new Map<string, string>()
  const texts = new Map<string, string>()
  const placeFor = (text: string) => {
    const place = places.get(text) ?? `<person_${places.size + 1}>`
    places.set(text, place)
    texts.set(place, text)
    return place
  }
  const personal = new RegExp([EMAIL, ...named(known), PHONE].join('|'), 'giu')
  return {
    hide: text => text.replace(personal, placeFor),
    restore: text => text.replace(PLACE, place => texts.get(place) ?? place),
  }
}

/** The text without what `createRedaction` hides, for whoever needs its meaning only. */
export function withoutPeople(text: string, known: (string | null | undefined)[]): string {
  return createRedaction(known).hide(text).replace(PLACE, ' ')
}

function named(known: (string | null | undefined)[]): string[] {
  const values = new Set(known.flatMap(value => value && value.trim().length > 1 ? [value.trim()] : []))
  return [...values]
    .sort((a, b) => b.length - a.length)
    .map(value => value.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&').replace(/\s+/g, String.raw`\s+`))
    .map(value => String.raw`(?<![\p{L}\p{N}])${value}(?![\p{L}\p{N}])`)
}
