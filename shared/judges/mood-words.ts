import type { Lexicon } from './lexicon.ts'

const GOOD = `
good great excellent amazing awesome love loved lovely loving perfect perfectly happy glad thanks thank thankful grateful appreciate* best better nice nicely
wonderful fantastic beautiful beautifully helpful kind quick quickly fast easy smooth pleased delighted satisfied recommend enjoy* cool superb brilliant fun
favorite favourite win winning wins won congrats congratulations excited impressed impressive outstanding friendly polite professional yay wow sweet gorgeous
reliable comfortable worth works well blessed proud hope smile fabulous terrific incredible flawless classy bravo lol haha
bueno buena buenos buenas genial excelente encanta* encanto perfect* feliz felices contenta contento gracias agradec* mejor mejores maravill* fantastic* bonit*
preciosa precioso rapido rapida facil amable amables satisfech* recomiendo disfrut* estupend* increible felicidades felicitar enhorabuena divertid* gran guapa
guapo linda lindo alegr* amor orgullos* exito ganar triunfo bien bravo jaja crack magnific* ilusion sonrisa afortunad* super
bon bonne bons bonnes super genial excellent* parfait* adore aime heureu* content contente ravi* merci meilleur* magnifique* fantastique* joli* beau belle rapide*
facile* gentil* aimable* satisfait* recommande* bravo felicit* merveill* formidable* agreable* sympa* chouette top plaisir fier fiere sourire reussi* victoire
impeccable* serieux efficace* mdr hate bisous
`
const BAD = `
bad worst worse terrible horrible awful hate hated annoy* angry furious mad upset disappoint* frustrat* ridiculous unacceptable disgust* useless pathetic poor
poorly broken broke damaged defective fail failed fails failing failure late delay* lost stolen missing wrong never nothing problem problems issue issues rude
slow scam fraud cheat* lie lied liar lying waste wasted garbage trash crap shit damn fuck* wtf sucks sad sorry sick tired stupid idiot* shame joke nightmare
complain* complaint refund cancel* cancelled stuck unable cant wont dont didnt doesnt isnt wasnt ignored ignore unhelpful incompetent disaster fear kill dead death
war attack* cry crying boring ugly cheap overpriced dirty hurt pain lousy misleading unprofessional worthless regret fake ashamed hung hold waiting
malo mala malos malas peor peores horrible* terrible* odio odia* enfad* molest* fatal pesim* decepcion* frustra* ridicul* inaceptable* vergonz* verguenza
asco inutil* roto rota defectuos* fall* tarde retras* perdid* robo robad* falta equivocad* nunca nada problema* queja* lent* estaf* engan* mentir* mentira*
basura mierda puta joder triste* cansad* harta harto estupid* idiota* desastre pesadilla reclam* ignora* incompetent* miedo muert* matar guerra corrup* llorar
aburrid* feo fea caro cara sucio dolor maleducad* grosero indignante lamentable sinverguenza* culpa odioso
mauvais* pire pires horrible* terrible* deteste* haine enerv* furieu* fache* colere decu* decev* deception* frustr* ridicule* inacceptable* honte* honteu*
degout* inutile* nul nulle nuls casse* abime* defectueu* panne echec* retard* perdu* vole* manque* erreur* jamais rien probleme* plainte* lent* arnaque* escroc*
mensonge* menteu* poubelle merde putain triste* fatigue* marre stupide* idiot* desastre* cauchemar reclam* ignore* incompetent* peur mort* tuer guerre pleure*
ennuyeu* moche* cher sale douleur impoli* scandaleu* lamentable* dommage catastroph* inadmissible* crise pollution danger* menace* suppression
`
const NOT = new Set('not no never dont doesnt didnt isnt wasnt arent cant wont nobody nothing without hardly ni sin nunca jamas nadie tampoco pas jamais plus aucun aucune sans rien personne non'.split(' '))
const REACH = 3

const good = readWords(GOOD)
const bad = readWords(BAD)

/** How many words of praise and of blame a text holds; a negation shortly before turns praise into blame, and blame into neither. */
export function tally(words: string[]): { good: number, bad: number } {
  const counts = { good: 0, bad: 0 }
  for (const [at, word] of words.entries()) {
    if (isIn(good, word)) counts[isDenied(words, at) ? 'bad' : 'good']++
    else if (isIn(bad, word) && !isDenied(words, at)) counts.bad++
  }
  return counts
}

/** The share of its size with which praise that is denied counts as blame; denied blame is silent. */
const DENIED_SHARE = 0.7
/** Fewer words than this say as little as this many. */
const FEWEST_WORDS = 4
const MEASURE_SCALE = 0.45
const STRONG = 3

/**
 * What the words of a text feel like together: praise and blame over its length, their difference, the strongest of each,
 * and the last one said.
 */
export function feelingsOf(words: string[], lexicon: Lexicon): number[] {
  let [praise, blame, mostPraise, mostBlame, last] = [0, 0, 0, 0, 0]
  for (const [at, word] of words.entries()) {
    const told = lexicon(word)
    if (told === 0) continue
    const valence = !isDenied(words, at) ? told : Math.min(0, -told * DENIED_SHARE)
    praise += Math.max(0, valence)
    blame += Math.max(0, -valence)
    mostPraise = Math.max(mostPraise, valence)
    mostBlame = Math.max(mostBlame, -valence)
    last = valence
  }
  const length = Math.sqrt(Math.max(FEWEST_WORDS, words.length))
  const felt = [praise / length, blame / length, (praise - blame) / length, mostPraise / STRONG, mostBlame / STRONG, last / STRONG]
  return felt.map(value => value * MEASURE_SCALE)
}

function isDenied(words: string[], at: number): boolean {
  return words.slice(Math.max(0, at - REACH), at).some(before => NOT.has(before))
}

interface Words { exact: Set<string>, stems: Set<string> }

function readWords(list: string): Words {
  const words = list.trim().split(/\s+/)
  return {
    exact: new Set(words.filter(word => !word.endsWith('*'))),
    stems: new Set(words.filter(word => word.endsWith('*')).map(word => word.slice(0, -1))),
  }
}

function isIn({ exact, stems }: Words, word: string): boolean {
  if (exact.has(word)) return true
  for (let length = 4; length <= word.length; length++) {
    if (stems.has(word.slice(0, length))) return true
  }
  return false
}
