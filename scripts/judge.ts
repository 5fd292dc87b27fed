import type { JudgeName } from '../shared/judges/judge.ts'
import type { Models } from '../shared/judges/models.ts'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { eld } from 'eld/extrasmall'
import { adaptCategory, readLabelled } from '../shared/judges/category-training.ts'
import { adaptFrustration } from '../shared/judges/frustration-training.ts'
import { judge, JUDGES } from '../shared/judges/judge.ts'
import { trainLanguage } from '../shared/judges/language-training.ts'
import { loadModels } from '../shared/judges/models.ts'
import { readMoods, trainMood } from '../shared/judges/mood-training.ts'
import { Asked, LabelledCategory, LabelledFrustration, LabelledLanguage, LabelledMood, parseLines } from './judge-rows.ts'

const USAGE = `npm run judge -- category|language|mood|frustration [--train LABELLED.jsonl] < MESSAGES.jsonl
  reads   {"id", "text", "history"?, "at"?} one a line; history: [{"from": "customer"|"agent", "text", "at"?}], oldest first
  writes  {"id", "value", "confidence", "abstained", "evidence"} one a line; "score" besides for mood (-1 to 1) and frustration (0 to 1)
  --train teaches the judge a shop's own labels first: {"text", "category"|"value"|"label"} one a line
`
const detect = (text: string) => eld.detect(text)

// Whoever reads may stop early.
process.stdout.on('error', () => process.exit())
process.exitCode = await main(process.argv.slice(2))

async function main([name, flag, file, ...rest]: string[]): Promise<number> {
  const known = JUDGES.find(one => one === name)
  if (!known || rest.length || (flag !== undefined && flag !== '--train') || (flag === '--train' && !file)) {
    process.stderr.write(USAGE)
    return 2
  }
  let bad = 0
  const complain = (where: string) => (line: number, why: string) => {
    bad++
    process.stderr.write(`${where}, line ${line}: ${why}\n`)
  }
  let models = await loadModels()
  if (file) {
    const text = readText(file)
    if (text === null) {
      process.stderr.write(`${file} cannot be read\n`)
      return 2
    }
    models = teach(known, models, text, complain(file))
  }
  for (const { id, text, history, at } of parseLines(readFileSync(0, 'utf8'), Asked, complain('input'))) {
    const { value, confidence, abstained, evidence, score } = judge(known, models, { text, history, now: at }, { detect })
    process.stdout.write(`${JSON.stringify({ id, value, confidence, abstained, evidence, score })}\n`)
  }
  if (bad) process.stderr.write(`${bad} ${bad === 1 ? 'line' : 'lines'} could not be read; all others were\n`)
  return bad ? 1 : 0
}

function teach(name: JudgeName, models: Models, text: string, complain: (line: number, why: string) => void): Models {
  const version = 'own'
  switch (name) {
    case 'category': {
      const rows = readLabelled(parseLines(text, LabelledCategory, complain))
      return { ...models, category: adaptCategory(models.category, rows, version) }
    }
    case 'language': {
      const rows = parseLines(text, LabelledLanguage, complain)
      return { ...models, language: { version, weights: trainLanguage(rows, detect, models.language.weights) } }
    }
    case 'mood': {
      const rows = readMoods(parseLines(text, LabelledMood, complain), models.mood.lexicon)
      return { ...models, mood: { ...models.mood, version, weights: trainMood(rows, models.mood.weights) } }
    }
    case 'frustration': {
      const rows = parseLines(text, LabelledFrustration, complain)
      return { ...models, frustration: adaptFrustration(models.frustration, rows, models.mood, version) }
    }
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  }
  catch {
    return null
  }
}
