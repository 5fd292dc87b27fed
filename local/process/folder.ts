import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { deno } from './deno.ts'

class FolderRefused extends Error {
  override readonly name = 'FolderRefused'
}

// All that Pitwall ever writes into its folder, so that starting over removes nothing of anybody else's.
const OURS = ['database', 'keys.json', 'demo.json', 'unfinished']
const OWNER_ONLY = 0o700

/** The data folder, held by this process alone: PGlite takes no lock, and two writers lose rows. Throws `FolderRefused`. */
export function holdFolder(dataDir: string, { isFresh = false } = {}) {
  const path = (name: string) => join(dataDir, name)
  mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY })
  // The system drops the lock with its process, so one that was killed leaves none behind.
  const lock = deno().openSync(path('lock'), { create: true, write: true })
  if (!lock.tryLockSync(true)) throw new FolderRefused(`${dataDir} is in use by another Pitwall. Stop it, or set DATA_DIR to another folder.`)

  if (isFresh) {
    for (const name of OURS) rmSync(path(name), { recursive: true, force: true })
  }
  const database = path('database')
  const unfinished = path('unfinished')
  // PGlite can never open what a killed first start left, so that is made anew.
  if (existsSync(unfinished)) rmSync(database, { recursive: true, force: true })
  else if (existsSync(database) && !existsSync(join(database, 'PG_VERSION'))) throw new FolderRefused(`${database} is not a database of Pitwall. Set DATA_DIR to another folder.`)
  const isFirstStart = !existsSync(database)
  if (isFirstStart) leaveMark(unfinished)

  return {
    database,
    isFirstStart,
    path,
    markFinished: () => rmSync(unfinished, { force: true }),
    release: () => lock.close(),
  }
}

function leaveMark(file: string) {
  const mark = openSync(file, 'w')
  fsyncSync(mark)
  closeSync(mark)
}
