import type { Database } from '../database/open.ts'
import type { Hub } from './hub.ts'

interface Sent { topic: string, event: string, payload: unknown, private: boolean }

/** Hands what SQL sent with `realtime.send` to the hub; only the row's id is notified, because 8 kB is all a NOTIFY carries. */
export async function forwardMessages({ db, mutex }: Database, hub: Hub): Promise<void> {
  const read = async (id: string) => db.query<Sent>('select topic, event, payload, private from realtime.messages where id = $1', [id])
  async function forward(id: string) {
    const { rows: [sent] } = await mutex.run(async () => read(id))
    if (sent) hub.announce(sent.topic, sent.private, sent.event, sent.payload)
  }
  await db.listen('realtime_local', id => void forward(id).catch(error => console.error('realtime:', error)))
}
