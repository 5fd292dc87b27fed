import type { PGlite } from '@electric-sql/pglite'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Mutex } from './mutex.ts'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

/**
 * A Kysely whose connection is the lock. PGlite is one session, so two requests must never interleave in it;
 * `@supabase/lite` 0.10.0 lets them, and then a request runs with another's identity.
 */
export function createSerialKysely(db: PGlite, mutex: Mutex): Kysely<unknown> {
  const releases = new WeakMap<DatabaseConnection, () => void>()
  const say = (sql: string) => async () => void await db.exec(sql)
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: kysely => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        destroy: async () => {},
        async acquireConnection() {
          const connection = connectionTo(db)
          releases.set(connection, await mutex.acquire())
          return connection
        },
        releaseConnection: async connection => releases.get(connection)?.(),
        beginTransaction: say('begin'),
        commitTransaction: say('commit'),
        rollbackTransaction: say('rollback'),
      }),
    },
  })
}

/**
 * Lite tells the session who asks, and how, in up to ten statements before the one that counts. Here they wait for that one and go
 * together, which halves the work of a request; an error among them is met by the same transaction a moment later.
 */
function connectionTo(db: PGlite): DatabaseConnection {
  const settings: string[] = []

  async function tellSession(): Promise<void> {
    const told = settings.splice(0)
    const calls = told.flatMap((_, index) => index % 2 ? [] : [`set_config($${index + 1}, $${index + 2}, true)`])
    if (calls.length) await db.query(`select ${calls.join(', ')}`, told)
  }

  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const setting = readSetting(query)
      if (setting) {
        settings.push(...setting)
        return { rows: [] }
      }
      await tellSession()
      const { rows, affectedRows } = await db.query<R>(query.sql, [...query.parameters])
      return { rows, ...(typeof affectedRows === 'number' && { numAffectedRows: BigInt(affectedRows) }) }
    },
    async* streamQuery(): AsyncIterableIterator<never> {
      yield* []
      throw new Error('PGlite answers whole results only')
    },
  }
}

/** Name and value of a statement that only sets something until the transaction's end, and whose answer nobody reads. */
function readSetting({ sql, parameters: [value = ''] }: CompiledQuery): [name: string, value: string] | null {
  const name = /^select set_config\('([\w.]+)', (?:\$1|''), true\)$/i.exec(sql)?.[1]
  const role = /^set local role "(\w+)"$/i.exec(sql)?.[1]
  if (role) return ['role', role]
  return name && typeof value === 'string' ? [name, value] : null
}
