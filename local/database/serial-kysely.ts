import type { PGlite } from '@electric-sql/pglite'
import type { DatabaseConnection, QueryResult } from 'kysely'
import type { Mutex } from './mutex.ts'
import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

/**
 * A Kysely whose connection is the lock. PGlite is one session, so two requests must never interleave in it;
 * `@supabase/lite` 0.10.0 lets them, and then a request runs with another's identity.
 */
export function createSerialKysely(db: PGlite, mutex: Mutex): Kysely<unknown> {
  const releases = new WeakMap<DatabaseConnection, () => void>()
  const say = (sql: string) => async (connection: DatabaseConnection) => void await connection.executeQuery(CompiledQuery.raw(sql))
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

function connectionTo(db: PGlite): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await db.query<R>(query.sql, [...query.parameters])
      return { rows, ...(typeof affectedRows === 'number' && { numAffectedRows: BigInt(affectedRows) }) }
    },
    async* streamQuery(): AsyncIterableIterator<never> {
      yield* []
      throw new Error('PGlite answers whole results only')
    },
  }
}
