// Runs every check, prints what each said, and ends with the one line that counts them.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const STEPS = [
  ['types', 'npx', ['vue-tsc', '--noEmit']],
  ['lint', 'npx', ['eslint', '.']],
  ['unit', 'npx', ['vitest', 'run', '--reporter=default']],
]

let passed = 0
const failed = []
for (const [name, command, args] of STEPS) {
  process.stdout.write(`\n== ${name}\n`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) passed++
  else failed.push(name)
}
process.stdout.write(`\n${failed.length ? `failed checks: ${failed.join(', ')}` : 'all checks passed'}\n`)
process.stdout.write(`${passed} passed, ${failed.length} failed\n`)
process.exitCode = failed.length ? 1 : 0
