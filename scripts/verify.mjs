// Runs every check, keeps going when one fails, and ends with the one line that counts them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const reports = mkdtempSync(join(tmpdir(), 'pitwall-verify-'))
const run = (command, ...args) => () => tally(spawnSync(command, args, { stdio: 'inherit' }).status === 0)
function tests(name, ...args) {
  return () => {
    const report = join(reports, `${name}.json`)
    const { status } = spawnSync('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], { stdio: 'inherit' })
    if (!existsSync(report)) return tally(false)
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = JSON.parse(readFileSync(report, 'utf8'))
    // A suite that breaks outside its tests fails the run without failing a test.
    return { passed, failed: status === 0 ? failed : Math.max(1, failed), skipped }
  }
}

const CHECKS = [
  ['types', run('vue-tsc', '--noEmit')],
  ['functions under Deno', run('node', 'scripts/deno-check.mjs')],
  ['lint', run('eslint', '.', '--max-warnings=0')],
  ['translations', run('node', 'scripts/i18n-check.mjs')],
  ['dead code', run('knip')],
  ['unit, database and contract', tests('unit')],
  ['build', run('node', 'scripts/build.mjs')],
  ['budget', run('node', 'scripts/budget.mjs')],
  ['end to end', tests('e2e', '--config', 'e2e/vitest.config.ts')],
]

const only = process.argv.slice(2)
const total = { passed: 0, failed: 0, skipped: 0 }
const broken = []
for (const [name, check] of CHECKS.filter(([name]) => only.length === 0 || only.includes(name))) {
  process.stdout.write(`\n== ${name}\n`)
  const started = Date.now()
  const result = check()
  for (const key of Object.keys(total)) total[key] += result[key]
  if (result.failed) broken.push(name)
  process.stdout.write(`== ${name}: ${result.failed ? 'FAILED' : 'ok'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}
rmSync(reports, { recursive: true, force: true })

process.stdout.write(broken.length ? `\nfailed: ${broken.join(', ')}\n` : '\nall checks passed\n')
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = broken.length ? 1 : 0

function tally(isFine) {
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0 }
}
