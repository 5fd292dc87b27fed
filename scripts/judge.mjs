// npm run judge -- category|language|mood|frustration [--train LABELLED.jsonl], and npm run judge:train [-- --check].
// Under Deno, as the functions run.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const [program, ...wishes] = process.argv.slice(2)
const mayWrite = program === 'judge-train' ? ['--allow-write=shared/judges/models'] : []
const allowed = ['--no-prompt', '--allow-read', '--allow-env', '--allow-sys', ...mayWrite]
const { status } = spawnSync('deno', ['run', ...allowed, `scripts/${program}.ts`, ...wishes], { stdio: 'inherit' })
process.exitCode = status ?? 1
