// npm run audit:verify -- [DATA_DIR | EXPORT.jsonl] [--noted ACCOUNT:SEQ:HASH]: checks every account's chain without the product running.
import { spawnSync } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { denoCommand, ROOT } from '../local/deno-command.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { noted: { type: 'string', multiple: true, default: [] } } })
const place = resolve(positionals[0] ?? (process.env.DATA_DIR || './data'))
// The permissions of the stack are those of its folder.
const env = { ...process.env, DATA_DIR: /\.jsonl?$/.test(place) ? dirname(place) : place }
const { command, args } = denoCommand(env)
const { status } = spawnSync(command, [...args, 'scripts/audit-verify.ts', place, ...values.noted], { cwd: ROOT, stdio: 'inherit', env })
process.exit(status ?? 2)
