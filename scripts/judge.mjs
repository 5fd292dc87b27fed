// npm run judge -- category|language|mood|frustration [--train LABELLED.jsonl], npm run judge:train [-- --check]: runs under Deno, as the functions do.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const [program, ...wishes] = process.argv.slice(2)
const { status } = spawnSync('deno', ['run', '--no-prompt', '--allow-read', '--allow-env', '--allow-sys', ...program === 'judge-train' ? ['--allow-write=shared/judges/models'] : [], `scripts/${program}.ts`, ...wishes], { stdio: 'inherit' })
process.exitCode = status ?? 1
