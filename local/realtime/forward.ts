import type { Database } from '../database/open.ts'
import type { Hub } from './hub.ts'

// What comes together is read together.
const LULL_MS = 20

const NEWER = `select seq, topic, event, payload, private from realtime.messages
  where seq > $1 and extension = 'broadcast' and payload is not null order by seq`
interface Sent { seq: number, topic: string, event: string, payload: unknown, private: boolean }

/**
 * Hands what SQL sent with `realtime.send` to the hub, soon after it was committed. A NOTIFY would say so too, but costs
 * more than the message; and while nobody is connected, nothing is read.
 */
export function forwardMessages({ mutex, wire }: Database, hub: Hub): void {
  // The last message that was handed on; null when nobody was there to hear it.
  let heard: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isLooking = false

  async function read(): Promise<Sent[]> {
    if (heard === null) {
      const { rows: [last] } = await wire.ask<{ seq: number }>({ sql: 'select coalesce(max(seq), 0) as seq from realtime.messages' })
      heard = last?.seq ?? 0
      return []
    }
    const { rows } = await wire.ask<Sent>({ sql: NEWER, values: [heard] })
    heard = rows.at(-1)?.seq ?? heard
    return rows
  }

  async function look(): Promise<void> {
    timer = null
    const sent = await mutex.run(async () => {
      isLooking = true
      return read().finally(() => { isLooking = false })
    })
    for (const { topic, private: isPrivate, event, payload } of sent) hub.announce(topic, isPrivate, event, payload)
  }
  const lookSafely = () => void look().catch(error => console.error('realtime:', error))

  wire.watch(() => {
    if (!isLooking && hub.isAttended()) timer ??= setTimeout(lookSafely, LULL_MS)
  })
  // Who comes hears what is sent from now on.
  hub.watchArrivals((isFirst) => {
    if (isFirst) heard = null
    lookSafely()
  })
}
