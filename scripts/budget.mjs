// Says what the first view's JavaScript weighs and fails above the budget.
import process from 'node:process'
import { runnerImport } from 'vite'

const { module: { BUDGET_KB, readFirstView } } = await runnerImport('./scripts/first-view.ts')
const chunks = readFirstView('dist/panel')
for (const { file, kB } of chunks) process.stdout.write(`${kB.toFixed(1).padStart(7)} kB  ${file}\n`)
const total = chunks.reduce((sum, { kB }) => sum + kB, 0)
process.stdout.write(`first view: ${total.toFixed(1)} kB gzip of ${BUDGET_KB} kB\n`)
process.exit(total > 0 && total <= BUDGET_KB ? 0 : 1)
