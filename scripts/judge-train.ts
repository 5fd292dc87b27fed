import type { ScoredRow } from '../shared/judges/category-training.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { eld } from 'eld/extrasmall'
import { MOODS } from '../shared/contracts/judgement.ts'
import { fitTemperature } from '../shared/judges/calibrate.ts'
import { calibrateCategory, foldsOf, readLabelled, scoreRows, trainCategory } from '../shared/judges/category-training.ts'
import { trainFrustration } from '../shared/judges/frustration-training.ts'
import { hashOf } from '../shared/judges/hash.ts'
import { trainLanguage } from '../shared/judges/language-training.ts'
import { packLexicon, unpackLexicon } from '../shared/judges/lexicon.ts'
import { probabilities, softmax } from '../shared/judges/linear.ts'
import { readMoods, trainMood } from '../shared/judges/mood-training.ts'
import { packWeights, unpackWeights } from '../shared/judges/pack.ts'
import { rememberTexts } from '../shared/judges/seen.ts'
import { hasData, readDialogues, readFelt, readPhrases, readSpoken, readTickets } from './judge-data.ts'
import { recordAnswers } from './judge-record.ts'
import { readValences } from './judge-valences.ts'

const FOLDER = new URL('../shared/judges/models/', import.meta.url)
/** Real shops: a new account is one more of their kind. */
const SHOPS = ['hint3-sofmattress', 'hint3-curekart']
/** The share of frustrated messages in the one rated set of support dialogues with a published base rate. */
const SHARE_FRUSTRATED = 0.14

// npm run judge:train [-- --check]: learns the seed models from ../shared/data and scripts/judge-training; --check only compares.
async function train({ isCheck }: { isCheck: boolean }): Promise<number> {
  if (!hasData()) {
    say('skipped: the development data (../shared/data) is not here; the committed models stay as they are')
    return 0
  }
  const category = trainSeed()
  const language = version('language', packWeights(trainLanguage(readSpoken(), text => eld.detect(text))))
  const mood = trainFelt()
  const moodModel = { ...mood, weights: unpackWeights(mood.weights), lexicon: unpackLexicon(mood.lexicon) }
  const learned = trainFrustration(readDialogues('frustration'), moodModel, SHARE_FRUSTRATED)
  const frustration = version('frustration', packWeights(learned, 0))

  const files = { category, language, mood, frustration }
  let differences = 0
  for (const [name, model] of Object.entries(files)) {
    const file = new URL(`${name}.generated.ts`, FOLDER)
    const text = `import type { Packed } from '../packed.ts'\n\nexport const ${name.toUpperCase()} = ${JSON.stringify(model)} satisfies Packed['${name}']\n`
    if (!isCheck) writeFileSync(file, text)
    else if (readFileSync(file, 'utf8') !== text) differences++
    say(`${name}: ${model.version}, ${(text.length / 1000).toFixed(0)} kB${isCheck && differences ? ', DIFFERS from the committed one' : ''}`)
  }
  if (!isCheck) writeFileSync(new URL('recorded.json', FOLDER), `${JSON.stringify(await recordAnswers(), null, 2)}\n`)
  return differences ? 1 : 0
}

/** The seed learns from everything; its temperature and bars come from shops it had not seen, as a new account is one. */
function trainSeed() {
  const rows = readLabelled([...readTickets(), ...readPhrases()])
  const sourceOf = new Map([...readTickets(), ...readPhrases()].map(({ text, source }) => [text, source]))
  const unseen = SHOPS.flatMap((shop): ScoredRow[] => {
    const isOwn = ({ text }: { text: string }) => sourceOf.get(text) === shop
    return scoreRows(trainCategory(rows.filter(row => !isOwn(row))), rows.filter(isOwn))
  })
  const calibration = calibrateCategory(unseen)
  return { ...version('category', packWeights(trainCategory(rows))), ...calibration, seen: rememberTexts(readTickets().map(({ text }) => text)) }
}

function trainFelt() {
  const lexicon = packLexicon(readValences())
  const rows = readMoods(readFelt(), unpackLexicon(lexicon))
  const unseen = foldsOf(rows, 4).flatMap(({ train, test }) => {
    const weights = trainMood(train)
    return test.map(({ vector, mood }) => ({ shares: probabilities(weights, vector), truth: MOODS.indexOf(mood) }))
  })
  const temperature = fitTemperature(heat => unseen.reduce((loss, { shares, truth }) =>
    loss - Math.log(softmax(shares.map(Math.log), heat)[truth] ?? 1), 0))
  return { ...version('mood', packWeights(trainMood(rows))), temperature, lexicon }
}

function version<W>(name: string, weights: W) {
  return { version: `${name}-${stamp(JSON.stringify(weights))}`, weights }
}

function stamp(text: string): string {
  return hashOf(0x811C9DC5, text).toString(16).padStart(8, '0')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

process.exitCode = await train({ isCheck: process.argv.includes('--check') })
