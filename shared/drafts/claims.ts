const word = (...alternatives: string[]) => new RegExp(String.raw`(?<!\p{L})(?:${alternatives.join('|')})(?!\p{L})`, 'iu')

const NUMBERS = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand'
  + '|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cien|mil'
  + '|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent|mille'
const UNITS = String.raw`(?:hour|day|night|week|month|year|dollar|euro|pound|percent|hora|día|noche|semana|mes|año|dólar|heure|jour|nuit|semaine|mois|an|livre)\p{L}{0,2}`

// What can only be true as a known fact. A number that only counts a list's points claims nothing.
const CLAIMS = [
  /(?<!^[ \t]*)\p{N}|^[ \t]*\p{N}(?![.)]\s)/mu,
  /[$€£@]|#\w/,
  /https?:|www\.|\b[a-z\d-]+\.[a-z]{2,}\b/i,
  word(String.raw`(?:${NUMBERS})(?:[\s-]+\p{L}+){0,2}[\s-]+${UNITS}`, 'por ciento', 'pour cent'),
  word('mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?', 'lunes|martes|miércoles|jueves|viernes|sábado|domingo', 'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche'),
  word('january|february|april|june|july|august|september|october|november|december', String.raw`(?:in|by|on|of|until|before|early|late|mid)\s+(?:march|may)`),
  word('enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre', 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre'),
  word('today|tonight|tomorrow|yesterday', 'hoy|mañana|ayer', 'aujourd[\'’]hui|demain|hier', '(?:next|this|last) (?:week|month|year)', '(?:próxim|pasad)[oa] (?:semana|mes)|(?:semana|mes) (?:próxim|que viene|pasad)', '(?:semaine|mois) (?:prochain|dernier|derni)'),
]
const MARKUP = /<\/?[a-z!?]|\{\{|\{%|!?\[[^\]]*\]\s*\(|(?:javascript|vbscript|data)\s*:|&(?:#\w+|lt|gt|amp);/i

/** Whether a text, taken without its known facts, states a number, an amount, a day, a link or an address. */
export function hasClaim(text: string): boolean {
  return CLAIMS.some(claim => claim.test(text))
}

/** Whether a text holds HTML, a Markdown link or picture, or a template's tags. */
export function hasMarkup(text: string): boolean {
  return MARKUP.test(text)
}
