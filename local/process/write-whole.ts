import { renameSync, writeFileSync } from 'node:fs'

const OWNER_ONLY = 0o600

/** Writes a file that holds secrets or state; a crash leaves the old one or the new one, never half of it. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.new`
  writeFileSync(unfinished, text, { mode: OWNER_ONLY })
  renameSync(unfinished, file)
}
