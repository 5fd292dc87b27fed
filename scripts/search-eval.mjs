// npm run search:eval -- CORPUS.jsonl QUERIES.jsonl: indexes through the real SQL and prints its quality as one JSON line.
import process from 'node:process'
import { runnerImport } from 'vite'

const [corpus, queries] = process.argv.slice(2)
if (!corpus || !queries) {
  process.stderr.write('npm run search:eval -- CORPUS.jsonl QUERIES.jsonl\n  corpus rows: {id, title, body, questions?}   query rows: {id, text, rel: [ids]}\n')
  process.exit(1)
}
const { module } = await runnerImport('./scripts/search-eval.ts')
process.stdout.write(`${JSON.stringify(await module.evaluate(corpus, queries))}\n`)
process.exit(0)
