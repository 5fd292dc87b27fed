// npm run replay -- CONFIG.json EVENTS.jsonl: runs the events both ways and prints the comparison as one JSON line.
import process from 'node:process'
import { runnerImport } from 'vite'

const [config, events] = process.argv.slice(2)
if (!config || !events) {
  process.stderr.write('npm run replay -- CONFIG.json EVENTS.jsonl\n  both formats are described in docs/replay.md\n')
  process.exit(1)
}
const { module } = await runnerImport('./scripts/replay.ts')
const answer = await module.replayFiles(config, events)
if (answer.ok) process.stdout.write(`${JSON.stringify(answer.result)}\n`)
else process.stderr.write(`${answer.problem}\n`)
process.exit(answer.ok ? 0 : 1)
