// npm run bench [-- name ...]: runs bench/<name>.bench.ts one after another and prints one JSON line per figure.
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { runnerImport } from 'vite'

// Before vite sets it to something else: the controls are production builds too.
process.env.NODE_ENV = 'production'

const wanted = process.argv.slice(2)
const names = readdirSync('bench').filter(file => file.endsWith('.bench.ts')).map(file => file.replace('.bench.ts', ''))
const unknown = wanted.filter(name => !names.includes(name))
if (unknown.length) {
  process.stderr.write(`There is no bench called ${unknown.join(', ')}; there are: ${names.join(', ')}\n`)
  process.exit(1)
}

for (const name of wanted.length ? wanted : names) await run(name)
process.exit()

async function run(name) {
  const { module } = await runnerImport(`./bench/${name}.bench.ts`)
  print('machine_share', machineShare(), 'share')
  await module.measure({
    mustBeZero: (figure, value) => {
      print(figure, value, 'count', 0)
      if (value !== 0) process.exitCode = 1
    },
    report: print,
    skip: why => process.stderr.write(`${name}: skipped, ${why}\n`),
  })

  function print(figure, value, unit, baseline = null) {
    const ratio = baseline ? round(value / baseline) : null
    process.stdout.write(`${JSON.stringify({ name: `${name}.${figure}`, value: round(value), unit, baseline: baseline && round(baseline), ratio })}\n`)
  }
}

/** How much of a core this process gets: 0.25 says that others are at work and that times here are about four times too long. */
function machineShare() {
  const started = performance.now()
  const before = process.cpuUsage()
  while (performance.now() - started < 1_000);
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / (performance.now() - started)
}

function round(value) {
  return Number(value.toPrecision(4))
}
