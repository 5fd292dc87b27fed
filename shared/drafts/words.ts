/** Too common to mean that two texts are about the same thing. */
const COMMON = new Set([
  ...'about after also because been before could does from have here hello into just like make more much only other over please some than thank that their them then there they this what when where which while will with would your yours'.split(' '),
  ...'ahora algo antes buenas como cual cuando desde donde ellos entre esta este gracias hace hasta hola mismo mucho para pero porque puedo puede quiero sobre solo tambien tengo tiene todo unos'.split(' '),
  ...'alors apres aussi avec avez avoir bien bonjour cela cette comme dans depuis elle encore etre fait merci mais meme nous pour plus quand quel quelle sans sont tout toute tres votre vous'.split(' '),
])

/** The words that carry meaning, folded and cut to their stem-like beginning, so that "charging" meets "charge". */
export function words(text: string): Set<string> {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const found = folded.match(/\p{L}{4,}/gu) ?? []
  return new Set(found.filter(word => !COMMON.has(word)).map(word => word.slice(0, 5)))
}
