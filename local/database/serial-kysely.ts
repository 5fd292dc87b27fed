import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { Mutex } from './mutex.ts'
import type { Asked, Wire } from './wire.ts'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'

// Lite reads back the status and headers that a database function may choose for its answer; none of ours does, as a test makes sure.
const ANSWER_SETTINGS = /^\s*select current_setting\('response\.status', true\) as status/i

/**
 * A Kysely whose connection is the lock. PGlite is one session, so two requests must never interleave in it;
 * `@supabase/lite` 0.10.0 lets them, and then a request runs with another's identity.
 */
export function createSerialKysely(wire: Wire, mutex: Mutex): Kysely<unknown> {
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
          const session = createSession(wire, await mutex.acquire())
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
function createSession(wire: Wire, release: () => void) {
  const settings: Setting[] = []
  let isToBegin = false
  let role = ''

  function preamble(): Asked[] {
    const told = settings.splice(0)
    role = told.findLast(({ name }) => name === 'role')?.value ?? role
    const calls = told.map(({ name }, index) => `set_config('${name}', $${index + 1}, true)`)
    const asked = [
      ...(isToBegin ? [{ sql: 'begin' }] : []),
      ...(calls.length ? [{ sql: `select ${calls.join(', ')}`, values: told.map(({ value }) => value) }] : []),
    ]
    isToBegin = false
    return asked
  }

  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (ANSWER_SETTINGS.test(query.sql)) return { rows: [] }
      const setting = readSetting(query)
      if (setting) {
        settings.push(setting)
        return { rows: [] }
      }
      const before = preamble()
      const { rows, affectedRows } = await wire.ask<R>(...before, { sql: query.sql, values: query.parameters, scope: role })
      return { rows, numAffectedRows: BigInt(affectedRows) }
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
      role = ''
      if (hasBegun) await wire.ask({ sql: how })
    },
  }
}

interface Setting { name: string, value: string }

/** What a statement sets that only sets something until the transaction's end, and whose answer nobody reads. */
function readSetting({ sql, parameters: [value = ''] }: CompiledQuery): Setting | null {
  const name = /^select set_config\('([\w.]+)', (?:\$1|''), true\)$/i.exec(sql)?.[1]
  const role = /^set local role "(\w+)"$/i.exec(sql)?.[1]
  if (role) return { name: 'role', value: role }
  return name && typeof value === 'string' ? { name, value } : null
}
