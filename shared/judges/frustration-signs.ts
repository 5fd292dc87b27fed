import type { Turn } from '../contracts/judgement.ts'
import type { MoodModel } from './mood.ts'
import { judgeMood } from './mood.ts'
import { fold, wordsOf } from './words.ts'

const HOUR = 3_600_000
const AGAIN = /\b(?:every (?:single )?(?:time|day|week)|how many more|(?:second|third|fourth|last|first|previous) (?:e-?mail|message|call)|follow(?:ing)? up|back and forth|in circles|you keep|as (?:stated|explained|mentioned)|i(?:'ve| have| just| had)? (?:\w+ )?(?:told|explained|asked for)|otr[oa] correo|cada vez|(?:segundo|tercer|primer) (?:correo|mensaje)|siempre (?:lo|la) mism[oa]|le (?:acabo|dije|he dicho)|os (?:dije|he dicho)|me (?:prometi\w+|dijisteis|decis)|he pedido|pedi un\w*|a chaque|chaque (?:fois|appel)|(?:deuxieme|troisieme|premier) (?:mail|message|relance)|viens de vous|j'(?:ai|avais) (?:\w+ )?(?:dit|demande)|on m'a\w*|toujours l[ae]|meme reponse|again|already|still|second time|third time|fourth time|twice|how many times|as i (?:said|told)|i (?:said|told you|asked)|you (?:said|told|promised)|last time|ya (?:os|te|se|lo|le)|otra vez|de nuevo|sigo|sigue|tercera vez|segunda vez|dos veces|dijist\w+|dijeron|encore|toujours|deja|troisieme fois|deuxieme fois|deux fois|vous m'avez)\b/
const UNANSWERED = /\b(?:are you (?:still )?there|any(?:body|one)\W*$|on hold|talking to a wall|(?:somebody|someone) has (?:seen|read)|no hay nadie|estais ahi|que alguien|llevo (?:\w+ ){0,3}(?:minutos|horas|dias|semanas)|vous etes la|que quelqu'un|depuis (?:\w+ ){0,2}(?:minutes|heures|jours|semaines)|no ?(?:body|one) (?:\w+ ){0,2}(?:answer|repl|respond|help|car)\w*|no (?:answer|reply|response)|anyone (?:there|reading)|ignor\w+|waiting|nadie (?:me )?(?:contesta|responde|ayuda)|sin respuesta|hay alguien|esperando|personne (?:ne )?(?:\w+ )?(?:repond|aide|decroche)\w*|sans reponse|aucune reponse|j'attends|quelqu'un)\b/
const DENIED = /^\s*(?:no\b(?! (?:thank|that's all|that is all|problem|worries|gracias|merci))|nope|wrong|that(?:'s| is)(?: not|n't)|not what|incorrect|non\b(?! (?:merci|c'est tout))|ce n'est pas|eso no|no es eso)|\b(?:not what i|i (?:did ?n[o']t|don't) (?:ask|want|say)|i said|did(?:n't| not) (?:help|work)|doesn't (?:help|work)|no (?:me )?(?:sirve|funciona|quiero)|no (?:es|era) lo que|je ne veux|pas ce que|ne (?:sert|marche)|are you sure|check again|look again|something else|any(?:thing)? (?:else|other)|another one|should (?:be|have been)|can't be (?:right|true)|not (?:really|at all)|i (?:meant|need it for)|otra cosa|demasiado|no puede ser|como que|no me gusta|autre chose|trop (?:cher|tard|tot|loin)|pas (?:du tout|possible)|comment ca|j'avais dit|n'aime pas|too (?:late|expensive|far|early))\b/
const THREAT = /\b(?:lawyer|legal|sue|court|consumer protection|chargeback|dispute|my bank|one star|bad review|report you|trustpilot|never (?:buy|order|shop|again)|abogado|denuncia|consumo|demanda\w*|hoja de reclamacion\w*|mi banco|avocat|porter plainte|dgccrf|mise en demeure|tribunal|mediateur)\b/
const ANGER = /\b(?:never ?mind|give up|had (?:it|enough)|elsewhere|no patience|lost a customer|responsible for|what a (?:mess|shame|joke)|whose|por que es tan|dejadlo|basta|otro sitio|me rindo|doy por vencid[oa]|un cliente|responsable|j'abandonne|ailleurs|ca suffit|a bout|une? client\w*|bazar|ridiculous|unacceptable|unbelievable|useless|disgust\w+|scam|fraud|joke|worst|terrible|horrible|awful|pathetic|liar\w*|angry|furious|fed up|frustrat\w+|disappoint\w+|shame|wtf|hell|stupid|forget it|done with|inaceptable|verguenza|inutil\w*|estafa\w*|hart[oa]|desastre|ridiculo|pesimo|indignante|mentiros\w+|dejalo|increible|inacceptable|honte\w*|scandal\w+|arnaque\w*|marre|nul\w*|incompetent\w*|laissez tomber|inadmissible|n'importe quoi)\b/
const FAILED = /\b(?:sorry|unfortunately|afraid|apologi\w+|can ?not|can't|unable|could ?n[o']t|did ?n[o']t understand|do ?n[o']t understand|no (?:results?|information)|not (?:possible|available|found|able)|closed|lo siento|lamentablemente|disculp\w+|no (?:puedo|podemos|encuentro|entiendo|he entendido|es posible|queda)|desole\w*|malheureusement|ne (?:peux|pouvons|trouve|comprends) pas|pas compris|impossible)\b/
const HUMAN = /\b(?:human|real person|(?:speak|talk) (?:to|with) (?:an?|your|the|some)|some(?:one|body) (?:else|real|who)|manager|supervisor|agent please|(?:una?|otra) (?:persona|humano)|encargad[oa]|un humain|vrai conseiller|parler a|votre responsable)\b|^\s*(?:agent|person|persona|agente|conseiller)\W*$/
const STALLED = /\b(?:patience|moment|looking into|working on it|get back to you|forward\w+|department|your (?:concern|feedback|issue)|inconvenience|business days|important to us|help cent(?:re|er)|paciencia|momento|trabajando|departamento|preocupacion|molestias|pagina de ayuda|instant|patienter|transmis|y travaille|inquietude|la gene|page d'aide)\b/
const ASKS_IF_SOLVED = /\b(?:solved|resolved|answer(?:ed)? your|help(?:ed|ful)|resuelto|solucionado|ayudado|resolu|repondu)\b.{0,40}\?/
const NOT_SO = /^\s*(?:no|nope|not|non|pas|para nada|que va|toujours pas)\b/
const SETTLED = /\b(?:thank\w*|thx|great|perfect|awesome|sounds good|that works|got it|cool|appreciate|gracias|perfecto|genial|vale|merci|parfait|super|d'accord)\b/

export const FRUSTRATION_SIGNS = ['mood', 'moodBefore', 'again', 'unanswered', 'denied', 'threat', 'anger', 'human', 'unsolved', 'settled', 'capitals', 'exclamation', 'repeated', 'chasing', 'failedBefore', 'failedOften', 'agentRepeats', 'stalled', 'turns', 'waited'] as const
export type FrustrationSign = (typeof FRUSTRATION_SIGNS)[number]

/**
 * What in a message and in what went before it tells of frustration, each from 0 to about 1 (mood from -1 to 1). `now` is when it
 * was written, null where unknown.
 */
export function readSigns(model: MoodModel, text: string, history: Turn[], now: number | null): Record<FrustrationSign, number> {
  const folded = fold(text)
  const before = history.filter(turn => turn.from === 'customer')
  const answers = history.filter(turn => turn.from === 'agent')
  const unanswered = history.length - 1 - history.findLastIndex(turn => turn.from === 'agent')
  const has = (pattern: RegExp, where = folded) => Number(pattern.test(where))
  const failures = answers.map(turn => has(FAILED, fold(turn.text)))
  const lastAnswer = fold(answers.at(-1)?.text ?? '')
  const since = history.slice(history.length - unanswered).find(turn => turn.at !== null)?.at ?? null

  return {
    mood: -judgeMood(model, text).score,
    moodBefore: -mean(before.slice(-3).map(turn => judgeMood(model, turn.text).score)),
    again: has(AGAIN),
    unanswered: has(UNANSWERED),
    denied: has(DENIED),
    threat: has(THREAT),
    anger: has(ANGER),
    human: has(HUMAN),
    unsolved: Number(history.at(-1)?.from === 'agent' && ASKS_IF_SOLVED.test(lastAnswer) && NOT_SO.test(folded)),
    settled: has(SETTLED),
    capitals: shoutedShare(text),
    exclamation: Math.min(1, (text.slice(0, 4_000).match(/!|\?\?/g)?.length ?? 0) / 3),
    repeated: Math.max(0, ...before.slice(-6).map(turn => likeness(folded, fold(turn.text)))),
    chasing: before.length && unanswered > 0 ? Math.min(1, unanswered / 3) : 0,
    failedBefore: failures.at(-1) ?? 0,
    failedOften: Math.min(1, failures.reduce((sum, failed) => sum + failed, 0) / 3),
    agentRepeats: answers.length > 1 ? likeness(fold(answers.at(-1)?.text ?? ''), fold(answers.at(-2)?.text ?? '')) : 0,
    stalled: has(STALLED, lastAnswer),
    turns: Math.min(1, Math.log2(1 + before.length) / 4),
    waited: since !== null && now !== null ? Math.min(1, Math.max(0, now - since) / (48 * HOUR)) : 0,
  }
}

function mean(numbers: number[]): number {
  return numbers.length ? numbers.reduce((sum, number) => sum + number, 0) / numbers.length : 0
}

/** The share of words in capitals, where there are enough letters to shout. */
function shoutedShare(text: string): number {
  const words = text.slice(0, 4_000).match(/\p{L}{2,}/gu) ?? []
  const shouted = words.filter(word => word === word.toUpperCase() && word !== word.toLowerCase())
  return words.length < 2 && (words[0]?.length ?? 0) < 5 ? 0 : shouted.length / Math.max(1, words.length)
}

/** How much two texts share: common words over all words (Jaccard), short words aside. */
function likeness(one: string, other: string): number {
  const [left, right] = [one, other].map(text => new Set(wordsOf(text).filter(word => word.length > 3)))
  if (!left || !right || Math.min(left.size, right.size) < 2) return 0
  const common = [...left].filter(word => right.has(word)).length
  return common / (left.size + right.size - common)
}
