const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g
const PHONE = /\+?\d[\d\s().-]{7,18}\d/g

export interface Redaction { hide: (text: string) => string, restore: (text: string) => string }

/**
 * Keeps personal data out of what a language model is told: known values and anything that looks like an e-mail address or a
 * phone number become placeholders, the same value always the same one, and `restore` puts them back.
 */
export function createRedaction(known: (string | null | undefined)[]): Redaction {
  const places = new Map<string, string>()
  const placeFor = (value: string) => {
    const place = places.get(value) ?? `<person_${places.size + 1}>`
    places.set(value, place)
    return place
  }
  const named = known.flatMap(value => value && value.trim().length > 1 ? [value.trim()] : [])
  const secrets = [...new Set(named)].sort((a, b) => b.length - a.length)
  return {
    hide(text) {
      const shown = secrets.reduce((hidden, secret) => hidden.replaceAll(secret, placeFor(secret)), text)
      return shown.replace(EMAIL, placeFor).replace(PHONE, placeFor)
    },
    restore: text => [...places].reduce((shown, [value, place]) => shown.replaceAll(place, value), text),
  }
}
