import type { Database } from '../database/open.ts'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/** Who is at the other end: a user's token, or an API key. */
export const Claims = z.object({ role: z.enum(['anon', 'authenticated', 'service_role']), sub: z.uuid().optional(), exp: z.number().optional() })
export type Claims = z.infer<typeof Claims>

export interface Access {
  mayReceive: (topic: string, claims: Claims) => Promise<boolean>
  maySend: (topic: string, claims: Claims) => Promise<boolean>
}

/** Asks the project's own policies on `realtime.messages`, as hosted Realtime does: probe rows in a transaction that is rolled back. */
export function createAccess({ db, mutex }: Database): Access {
  async function probe(topic: string, claims: Claims, ask: () => Promise<boolean>, before = async () => {}) {
    return mutex.run(async () => {
      await db.exec('begin')
      try {
        await before()
        await db.query(
          `select set_config('role', $1, true), set_config('realtime.topic', $2, true), set_config('request.jwt.claims', $3, true),
             set_config('request.jwt.claim.sub', $4, true), set_config('request.jwt.claim.role', $1, true)`,
          [claims.role, topic, JSON.stringify(claims), claims.sub ?? ''],
        )
        return await ask()
      }
      catch {
        return false
      }
      finally {
        await db.exec('rollback')
      }
    })
  }

  return {
    async mayReceive(topic, claims) {
      const id = randomUUID()
      return probe(
        topic,
        claims,
        async () => (await db.query('select id from realtime.messages where id = $1', [id])).rows.length === 1,
        async () => void await db.query(`insert into realtime.messages (id, topic, extension, private) values ($1, $2, 'broadcast', true)`, [id, topic]),
      )
    },
    async maySend(topic, claims) {
      return probe(topic, claims, async () => {
        await db.query(`insert into realtime.messages (topic, extension) values ($1, 'broadcast')`, [topic])
        return true
      })
    },
  }
}
