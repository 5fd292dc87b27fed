import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../', import.meta.url)
const CACHE = new URL('node_modules/.cache/pitwall/', ROOT)
const SOURCES = ['supabase/migrations/', 'local/database/', 'package-lock.json']

/** The migrated, empty database of this state of the sources, or undefined when no run has kept it yet. */
export async function findSnapshot(): Promise<Blob | undefined> {
  return readFile(await snapshotFile()).then(bytes => new Blob([new Uint8Array(bytes)]), () => undefined)
}

/** Keeps the database for the next test file; the rename makes it whole or absent. */
export async function keepSnapshot(snapshot: Blob): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const file = await snapshotFile()
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, new Uint8Array(await snapshot.arrayBuffer()))
  await rename(unfinished, file)
}

async function snapshotFile(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const files = source.endsWith('/') ? (await readdir(new URL(source, ROOT))).sort().map(name => source + name) : [source]
    for (const file of files) hash.update(file).update(await readFile(new URL(file, ROOT)))
  }
  return fileURLToPath(new URL(`${hash.digest('hex').slice(0, 16)}.tar`, CACHE))
}
