import type { PGlite } from '@electric-sql/pglite'
import { readdir, readFile } from 'node:fs/promises'

const MIGRATION = /^(\d+)_(.*)\.sql$/

/** Applies what is new, each file in one transaction with its row in the table that `supabase db push` uses; returns the files. */
export async function migrate(db: PGlite, folder: URL): Promise<string[]> {
  // Hosted sessions find extension operators without a prefix.
  await db.exec(`set search_path = "$user", public, extensions`)
  const { rows } = await db.query<{ version: string }>('select version from supabase_migrations.schema_migrations')
  const known = new Set(rows.map(row => row.version))
  const applied: string[] = []
  for (const file of (await readdir(folder)).sort()) {
    const [, version, name] = MIGRATION.exec(file) ?? []
    if (!version || known.has(version)) continue
    const sql = await readFile(new URL(file, folder), 'utf8')
    await db.transaction(async (tx) => {
      await tx.exec(sql)
      await tx.query('insert into supabase_migrations.schema_migrations values ($1, $2, $3)', [version, [sql], name])
    }).catch((error) => { throw new Error(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error }) })
    applied.push(file)
  }
  return applied
}
