import type { PGlite } from '@electric-sql/pglite'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Mutex } from './mutex.ts'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

// Lite reads back the status and headers that a database function may choose for its answer; none of ours does, as a test makes sure.
const ANSWER_SETTINGS = /^\s*select current_setting\('response\.status', true\) as status/i

/**
 * A Kysely whose connection is the lock. PGlite is one session, so two requests must never interleave in it;
 * `@supabase/lite` 0.10.0 lets them, and then a request runs with another's identity.
 */
export function createSerialKysely(db: PGlite, mutex: Mutex): Kysely<unknown> {
  const sessions = new WeakMap<DatabaseConnection, Session>()
  const sessionOf = (connection: DatabaseConnection) => {
    const session = sessions.get(connection)
    if (!session) throw new Error('a connection of another database')
    return session
  }
  return new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: kysely => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => {},
        destroy: async () => {},
        async acquireConnection() {
          const session = createSession(db, await mutex.acquire())
          sessions.set(session.connection, session)
          return session.connection
        },
        releaseConnection: async connection => sessionOf(connection).release(),
        beginTransaction: async connection => sessionOf(connection).begin(),
        commitTransaction: async connection => sessionOf(connection).end('commit'),
        rollbackTransaction: async connection => sessionOf(connection).end('rollback'),
      }),
    },
  })
}

type Session = ReturnType<typeof createSession>

/**
 * Lite tells the session who asks, and how, in up to ten statements before the one that counts, and asks one more after it. Here
 * they wait for that one and go together with the transaction's beginning; an error among them is met by the same transaction a
 * moment later.
 */
function createSession(db: PGlite, release: () => void) {
  const settings: string[] = []
  let isToBegin = false

  async function tellSession(): Promise<void> {
    const told = settings.splice(0).join(', ')
    const statements = [...(isToBegin ? ['begin'] : []), ...(told ? [`select ${told}`] : [])]
    isToBegin = false
    if (statements.length) await db.exec(statements.join('; '))
  }

  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (ANSWER_SETTINGS.test(query.sql)) return { rows: [] }
      const setting = readSetting(query)
      if (setting) {
        settings.push(setting)
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

  return {
    connection,
    release,
    begin() {
      isToBegin = true
    },
    async end(how: 'commit' | 'rollback'): Promise<void> {
      const hasBegun = !isToBegin
      isToBegin = false
      settings.length = 0
      if (hasBegun) await db.exec(how)
    },
  }
}

/** The call that stands for a statement which only sets something until the transaction's end, and whose answer nobody reads. */
function readSetting({ sql, parameters: [value = ''] }: CompiledQuery): string | null {
  const name = /^select set_config\('([\w.]+)', (?:\$1|''), true\)$/i.exec(sql)?.[1]
  const role = /^set local role "(\w+)"$/i.exec(sql)?.[1]
  if (role) return `set_config('role', ${literal(role)}, true)`
  return name && typeof value === 'string' ? `set_config('${name}', ${literal(value)}, true)` : null
}

/** A string as Postgres reads it under `standard_conforming_strings`, its default since 9.1. */
function literal(value: string): string {
  return `'${value.replaceAll('\'', '\'\'')}'`
}
