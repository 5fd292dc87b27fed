import type { PGlite } from '@electric-sql/pglite'
import type { PgliteConnection } from '@supabase/lite/pglite'
import type { Wire } from './wire.ts'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite/vector'
import { createPgliteConnection } from '@supabase/lite/pglite'
import { restateRefusal } from './errors.ts'
import { Mutex } from './mutex.ts'
import { createSerialKysely } from './serial-kysely.ts'
import { createWire } from './wire.ts'

const TIMESTAMPTZ = 1184
const TIMESTAMP = 1114

/** One database session; everything that speaks to `db` or `wire` itself goes through `mutex`. */
export interface Database { connection: PgliteConnection, db: PGlite, mutex: Mutex, wire: Wire }

/** Opens the folder (or memory without one, perhaps from a `snapshot`) with lite's measured defects mended: see docs/embedded-stack.md. */
export async function openDatabase(options: { folder?: string, snapshot?: Blob } = {}): Promise<Database> {
  const connection = await createPgliteConnection({
    ...(options.folder && { url: options.folder }),
    pgliteOptions: {
      extensions: { vector, pg_trgm },
      relaxedDurability: !options.folder,
      parsers: { [TIMESTAMPTZ]: asIsoWithZone, [TIMESTAMP]: value => value.replace(' ', 'T') },
      ...(options.snapshot && { loadDataDir: options.snapshot }),
    },
  })
  const { driver: db } = connection
  await db.waitReady
  const mutex = new Mutex()
  const wire = createWire(db)
  const normalise = connection.normalizeDbError.bind(connection)
  Object.assign(connection, {
    kysely: createSerialKysely(wire, mutex),
    normalizeDbError: (error: unknown) => restateRefusal(normalise(error)),
    // Our bootstrap made the roles; otherwise lite grants everything to everyone on its first request.
    rlsState: 'active',
  })
  return { connection, db, mutex, wire }
}

/** Postgres prints `2026-11-22 08:59:48.259+00`; PostgREST answers `2026-11-22T08:59:48.259+00:00`. */
function asIsoWithZone(value: string): string {
  return value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
}
