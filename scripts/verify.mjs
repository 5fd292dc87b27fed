// Runs every check, keeps going when one fails, and ends with the one line that counts them.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const reports = mkdtempSync(join(tmpdir(), 'pitwall-verify-'))
const run = (command, ...args) => async stdio => tally((await start(command, args, stdio)) === 0)
function tests(name, ...args) {
  return async (stdio) => {
    const report = join(reports, `${name}.json`)
    const status = await start('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], stdio)
    if (!existsSync(report)) return tally(false)
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = JSON.parse(readFileSync(report, 'utf8'))
    // A suite that breaks outside its tests fails the run without failing a test.
    return { passed, failed: status === 0 ? failed : Math.max(1, failed), skipped }
  }
}

// What stands in one stage runs side by side: the static checks keep one core busy each, the suites all of them.
const STAGES = [
  [
    ['lint', run('eslint', '.', '--max-warnings=0')],
    ['types', run('vue-tsc', '--noEmit')],
  ],
  [
    ['functions under Deno', run('node', 'scripts/deno-check.mjs')],
    ['dead code', run('knip')],
    ['translations', run('node', 'scripts/i18n-check.mjs')],
  ],
  [['unit, database and contract', tests('unit')]],
  [['build', run('node', 'scripts/build.mjs')]],
  [['budget', run('node', 'scripts/budget.mjs')]],
  [['end to end', tests('e2e', '--config', 'e2e/vitest.config.ts')]],
]

const only = process.argv.slice(2)
const total = { passed: 0, failed: 0, skipped: 0 }
const broken = []
for (const stage of STAGES) {
  const checks = stage.filter(([name]) => only.length === 0 || only.includes(name))
  await Promise.all(checks.map(async ([name, check]) => judge(name, check, checks.length > 1)))
}
rmSync(reports, { recursive: true, force: true })

process.stdout.write(broken.length ? `\nfailed: ${broken.join(', ')}\n` : '\nall checks passed\n')
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = broken.length ? 1 : 0

/** What checks say that run side by side is shown as each ends, so that it is not mixed. */
async function judge(name, check, isBesideOthers) {
  const said = []
  if (!isBesideOthers) process.stdout.write(`\n== ${name}\n`)
  const started = Date.now()
  const result = await check(isBesideOthers ? said : 'inherit')
  for (const key of Object.keys(total)) total[key] += result[key]
  if (result.failed) broken.push(name)
  if (isBesideOthers) process.stdout.write(`\n== ${name}\n${said.join('')}`)
  process.stdout.write(`== ${name}: ${result.failed ? 'FAILED' : 'ok'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** Resolves to the exit code; null when it could not be run or was ended by a signal. */
async function start(command, args, output) {
  const child = spawn(command, args, { stdio: output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  for (const stream of output === 'inherit' ? [] : [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => output.push(text))
  return new Promise((resolve) => {
    child.once('close', code => resolve(code))
    child.once('error', () => resolve(null))
  })
}

function tally(isFine) {
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0 }
}
