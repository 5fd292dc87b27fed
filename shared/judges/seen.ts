import { hashOf, seedOf } from './hash.ts'
import { fold, wordsOf } from './words.ts'

const BITS = 16
const SEED = seedOf(97)

/** A map of which texts were seen: no text can be read from it, and of those never seen about one in eight is taken for seen. Base64. */
export function rememberTexts(texts: string[]): string {
  const bytes = new Uint8Array(2 ** BITS / 8)
  for (const text of texts) {
    const place = placeOf(text)
    bytes[place >> 3]! |= 1 << (place & 7)
  }
  return btoa(String.fromCharCode(...bytes))
}

export function hasSeen(map: string): (text: string) => boolean {
  const bytes = atob(map)
  return (text) => {
    const place = placeOf(text)
    return (bytes.charCodeAt(place >> 3) & 1 << (place & 7)) !== 0
  }
}

function placeOf(text: string): number {
  return hashOf(SEED, wordsOf(fold(text)).join(' ')) & (2 ** BITS - 1)
}
