// Builds the panel and the demo host into dist/; with --if-stale only when a source has changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'vite'

// Whoever starts the build, it is a production build: vite would take their word for another.
process.env.NODE_ENV = 'production'

const SOURCES = ['dashboard-app', 'local/host', 'shared', 'vite.config.ts', 'package-lock.json']
const STAMP = 'dist/.built-from'

const wanted = fingerprint()
const isFresh = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted
if (!process.argv.includes('--if-stale') || !isFresh) {
  rmSync('dist', { recursive: true, force: true })
  for (const configFile of ['vite.config.ts', 'local/host/vite.config.ts']) await build({ configFile, logLevel: 'warn' })
  writeFileSync(STAMP, wanted)
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(filesIn).sort()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map(entry => join(entry.parentPath, entry.name))
}
