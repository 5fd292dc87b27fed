import type { Database } from '../database/open.ts'
import type { Hub } from './hub.ts'

interface Sent { topic: string, event: string, payload: unknown, private: boolean }

/** Hands what SQL sent with `realtime.send` to the hub; only the row's id is notified, because 8 kB is all a NOTIFY carries. */
export async function forwardMessages({ db, mutex }: Database, hub: Hub): Promise<void> {
  const waiting: string[] = []

  // One transaction notifies of many, and all that came meanwhile are read at once.
  async function forward() {
    const rows = await mutex.run(async () => {
      const ids = waiting.splice(0)
      if (ids.length === 0) return []
      const { rows } = await db.query<Sent>(
        'select m.topic, m.event, m.payload, m.private from unnest($1::uuid[]) with ordinality as w (id, n) join realtime.messages m using (id) order by w.n',
        [ids],
      )
      return rows
    })
    for (const sent of rows) hub.announce(sent.topic, sent.private, sent.event, sent.payload)
  }

  await db.listen('realtime_local', (id) => {
    if (waiting.push(id) === 1) void forward().catch(error => console.error('realtime:', error))
  })
}
