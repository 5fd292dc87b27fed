import type { PGlite } from '@electric-sql/pglite'
import { messages, protocol, types } from '@electric-sql/pglite'

const { serialize } = protocol
// Lists of different lengths are different statements; a plan takes tens of kilobytes.
const MOST_PREPARED = 200

/** One statement and its values. `scope` names who may share its plan: a plan knows what its first user may call. */
export interface Asked { sql: string, values?: readonly unknown[], scope?: string }
export interface Answer<R> { rows: R[], affectedRows: number }

type BackendMessage = Awaited<ReturnType<PGlite['execProtocolStream']>>[number]
interface Prepared { name: string, parameters: number[], fields: { name: string, dataTypeID: number }[] }

/**
 * Asks PGlite's session in as few visits as can be. PGlite's own `query` visits it six times a statement, plans each anew and copies
 * its map of types for each answer. Whoever asks holds the database's lock.
 */
export function createWire(db: PGlite) {
  const prepared = new Map<string, Prepared>()
  let closing: Uint8Array[] = []
  let named = 0
  let answered = () => {}

  async function send(parts: Uint8Array[]): Promise<BackendMessage[]> {
    const all = [...closing, ...parts]
    closing = []
    return db.execProtocolStream(joined(all), { syncToFs: false })
  }

  function forget(key: string): void {
    const known = prepared.get(key)
    if (known) closing.push(serialize.close({ type: 'S', name: known.name }))
    prepared.delete(key)
  }

  async function prepare(key: string, sql: string, before: Uint8Array[]): Promise<{ said: BackendMessage[], statement: Prepared }> {
    const name = `p${named++}`
    const said = await send([...before, serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name })])
    const statement: Prepared = { name, parameters: [], fields: [] }
    for (const message of said) {
      if (message instanceof messages.ParameterDescriptionMessage) statement.parameters = message.dataTypeIDs
      if (message instanceof messages.RowDescriptionMessage) statement.fields = message.fields
    }
    prepared.set(key, statement)
    const [oldest] = prepared.keys()
    if (prepared.size > MOST_PREPARED && oldest !== undefined) forget(oldest)
    return { said, statement }
  }

  /** Asks all, one after the other, in the open transaction or else in one of their own, and answers the last; throws `DatabaseError`. */
  async function ask<R>(...asked: Asked[]): Promise<Answer<R>> {
    const keys = asked.map(({ sql, scope = '' }) => `${scope} ${sql}`)
    const said: BackendMessage[] = []
    let statement: Prepared | undefined
    let isToSync = false
    let parts: Uint8Array[] = []
    try {
      for (const [index, { sql, values = [] }] of asked.entries()) {
        const key = keys[index] ?? sql
        statement = prepared.get(key)
        // Whoever was used last is forgotten last.
        if (statement && prepared.delete(key)) prepared.set(key, statement)
        if (!statement) {
          isToSync = true
          const made = await prepare(key, sql, parts)
          parts = []
          said.push(...made.said)
          statement = made.statement
        }
        parts.push(serialize.bind({ statement: statement.name, values: written(statement, values) }), serialize.execute())
      }
      isToSync = false
      said.push(...await send([...parts, serialize.sync()]))
    }
    catch (error) {
      // What was refused may have been planned for a table that is no more as it was.
      keys.forEach(forget)
      if (isToSync) await send([serialize.sync()])
      throw error
    }
    answered()
    return read<R>(said, statement?.fields ?? [], asked.length)
  }

  function written({ parameters }: Prepared, values: readonly unknown[]): (string | null)[] {
    return values.map((value, index) => {
      if (value === null || value === undefined) return null
      if (typeof value === 'string') return value
      const write = db.serializers[parameters[index] ?? 0]
      return write ? write(value) : String(value)
    })
  }

  function read<R>(said: BackendMessage[], fields: Prepared['fields'], statements: number): Answer<R> {
    const rows: R[] = []
    let ended = 0
    let affectedRows = 0
    for (const message of said) {
      if (message instanceof messages.CommandCompleteMessage) {
        ended++
        if (ended === statements) affectedRows = Number(/^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/.exec(message.text)?.[1] ?? 0)
      }
      else if (message instanceof messages.DataRowMessage && ended === statements - 1) {
        rows.push(rowOf(fields.map(({ name, dataTypeID }, index) =>
          [name, types.parseType(message.fields[index] ?? null, dataTypeID, db.parsers)])))
      }
    }
    return { rows, affectedRows }
  }

  return {
    ask,
    /** Calls back after each answer, before whoever asked lets go of the lock. */
    watch(listener: () => void) {
      answered = listener
    },
  }
}
export type Wire = ReturnType<typeof createWire>

/** What a row looks like, whoever asks says, as they do of PGlite's own `query`. */
function rowOf<R>(columns: [string, unknown][]): R {
  return Object.fromEntries(columns) as R
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
