/** What a draft may say was done only when a fact says so too. */
interface Deed { provenBy: string | null, patterns: RegExp[] }

const WITHIN = String.raw`[^.!?\n]{0,60}?`
const pattern = (text: string) => new RegExp(String.raw`(?<!\p{L})(?:${text})`, 'iu')

const EN_ACTOR = String.raw`(?:I|we)(?:\s+(?:have|had|did|will|am going to|are going to)|['’](?:ve|ll))?(?:\s+(?:already|just|now|also|fully|gladly|happily|immediately|hereby|gone ahead and))*\s+`
const EN_STATE = String.raw`(?:is|are|was|were|been|being|be|get|gets|got)\s+(?:\p{L}+\s+){0,2}`
const ES_STATE = String.raw`(?:he|hemos|ha|han|has|fue|será|queda|quedará|está|sido)\s+(?:\p{L}+\s+){0,2}`
const FR_STATE = String.raw`(?:ai|as|a|avons|avez|ont|est|sont|sera|seront|serez|été|être)\s+(?:\p{L}+\s+){0,2}`
const EN_DONE = String.raw`(?:issued|processed|approved|granted|sent|made|arranged|initiated|completed|confirmed|authori[sz]ed|on (?:its|the|your) way)`
const ES_DONE = String.raw`(?:emitid|procesad|aprobad|realizad|tramitad|hech|confirmad|autorizad|en camino)`
const FR_DONE = String.raw`(?:effectué|émis|traité|approuvé|validé|confirmé|autorisé|lancé|en route|en chemin)`

/** The forms in which the three languages say that it was done, is done or will be. */
function sayings({ en, enDone, enNoun, es, esFirst, esNoun, fr, frFirst, frNoun }: Record<'en' | 'enDone' | 'enNoun' | 'es' | 'esFirst' | 'esNoun' | 'fr' | 'frFirst' | 'frNoun', string>) {
  return [
    pattern(String.raw`${EN_ACTOR}(?:${en}|${enDone})(?!\p{L})`),
    pattern(String.raw`${EN_STATE}(?:${enDone})(?!\p{L})`),
    pattern(String.raw`(?:${enNoun})(?!\p{L})${WITHIN}\s${EN_DONE}(?!\p{L})`),
    pattern(String.raw`${EN_DONE}(?!\p{L})${WITHIN}\s(?:${enNoun})(?!\p{L})`),
    pattern(String.raw`${ES_STATE}(?:${es})`),
    pattern(String.raw`(?:${esFirst})(?!\p{L})`),
    pattern(String.raw`(?:${esNoun})(?!\p{L})${WITHIN}\s${ES_DONE}`),
    pattern(String.raw`${ES_DONE}\p{L}*${WITHIN}\s(?:${esNoun})(?!\p{L})`),
    pattern(String.raw`${FR_STATE}(?:${fr})é`),
    pattern(String.raw`(?:${frFirst})(?!\p{L})`),
    pattern(String.raw`(?:${frNoun})(?!\p{L})${WITHIN}\s${FR_DONE}`),
    pattern(String.raw`(?:${FR_DONE}|procédé)\p{L}*${WITHIN}\s(?:d[’'])?(?:${frNoun})(?!\p{L})`),
  ]
}

const DEEDS: Deed[] = [
  { provenBy: 'order.refunded', patterns: sayings({
    en: 'refund|reimburse|credit|compensate',
    enDone: 'refunded|reimbursed|credited|compensated',
    enNoun: 'refund|reimbursement|credit|money|compensation',
    es: 'reembolsad|abonad|devuelto el (?:dinero|importe)|compensad',
    esFirst: 'reembols(?:o|é|amos|aré|aremos)|abon(?:é|amos|aré|aremos)',
    esNoun: 'reembolso|abono|dinero|importe|compensación',
    fr: 'rembours|crédit|dédommag',
    frFirst: 'rembours(?:e|ons|erai|erons)|crédit(?:ons|erai|erons)',
    frNoun: 'remboursement|argent|dédommagement',
  }) },
  { provenBy: 'order.cancelled', patterns: sayings({
    en: 'cancel',
    enDone: 'cancell?ed',
    enNoun: 'cancellation',
    es: 'cancelad|anulad',
    esFirst: 'cancel(?:é|amos|aré|aremos)|anul(?:é|amos|aré|aremos)',
    esNoun: 'cancelación|anulación',
    fr: 'annul',
    frFirst: 'annul(?:ons|erai|erons)',
    frNoun: 'annulation',
  }) },
  { provenBy: null, patterns: [
    ...sayings({
      en: 'replace|resend|reship|waive|upgrade',
      enDone: 'replaced|resent|reshipped|waived|upgraded',
      enNoun: 'replacement|voucher|coupon|discount|gift',
      es: 'reemplazad|sustituid|reenviad',
      esFirst: 'reemplaz(?:amos|aré|aremos)|reenv(?:ío|iamos|iaré|iaremos)',
      esNoun: 'reemplazo|cupón|descuento|vale|regalo',
      fr: 'remplac|renvoy|réexpédi',
      frFirst: 'remplac(?:erai|erons)|renver(?:rai|rons)|réexpédi(?:ons|erai|erons)',
      frNoun: 'remplacement|bon d[’\']achat|remise|cadeau',
    }),
    pattern(String.raw`${EN_ACTOR}(?:sent|shipped|dispatched|changed|updated|corrected)(?!\p{L})`),
    pattern(String.raw`(?:address|dirección|adresse)(?!\p{L})${WITHIN}\s(?:has|is|was|ha|fue|a|est)\s+(?:\p{L}+\s+){0,2}(?:changed|updated|corrected|cambiad|actualizad|corregid|changée|modifiée|corrigée|mise à jour)`),
    pattern(String.raw`(?:he|hemos)\s+(?:\p{L}+\s+){0,2}(?:enviado|cambiado|actualizado|corregido)(?!\p{L})`),
    pattern(String.raw`(?:ai|avons)\s+(?:\p{L}+\s+){0,2}(?:envoyé|expédié|changé|modifié|corrigé)`),
  ] },
]

/**
 * Whether a text says that something was or will be done for the customer that no stated fact proves: a refund, a
 * cancellation, a replacement, a change. `stated` holds the ids of the facts the text states.
 */
export function promisesDeed(text: string, stated: ReadonlySet<string>): boolean {
  return DEEDS.some(({ provenBy, patterns }) => !(provenBy && stated.has(provenBy)) && patterns.some(saying => saying.test(text)))
}
