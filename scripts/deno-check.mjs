// Type-checks what Deno runs, with the compiler that will run it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import process from 'node:process'

const functions = readdirSync('supabase/functions').map(name => `supabase/functions/${name}/index.ts`).filter(existsSync)
const entries = [...functions, 'local/main.ts']
const { status } = spawnSync('deno', ['check', ...entries], { stdio: 'inherit' })
process.stdout.write(`${entries.length} entry points\n`)
process.exitCode = status ?? 1
