// npm start [-- --fresh] [-- --no-build]: builds what is missing or stale, then runs the stack in one Deno process.
import { spawn, spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { denoCommand, ROOT } from './deno-command.mjs'

const wishes = process.argv.slice(2)
if (!wishes.includes('--no-build')) {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}

const env = { ...process.env, DATA_DIR: resolve(process.env.DATA_DIR || './data') }
const { command, args } = denoCommand(env)
const child = spawn(command, [...args, 'local/main.ts', ...wishes], { cwd: ROOT, stdio: 'inherit', env })

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : code ?? 1))
