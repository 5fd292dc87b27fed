// The first view's JavaScript: the entry and everything it imports at once, gzip, against the budget.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 100
const manifest = JSON.parse(readFileSync('dist/panel/.vite/manifest.json', 'utf8'))
const entry = Object.keys(manifest).find(key => manifest[key].isEntry)
const files = new Set()
collect(entry)

const sizes = [...files].map(file => [file, gzipSync(readFileSync(`dist/panel/${file}`)).length / 1024])
for (const [file, size] of sizes) process.stdout.write(`${size.toFixed(1).padStart(7)} kB  ${file}\n`)
const total = sizes.reduce((sum, [, size]) => sum + size, 0)
process.stdout.write(`first view: ${total.toFixed(1)} kB gzip of ${BUDGET_KB} kB\n`)
process.exitCode = total <= BUDGET_KB ? 0 : 1

function collect(key) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const imported of chunk.imports ?? []) collect(imported)
}
