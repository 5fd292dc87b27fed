/** A delivery as the database takes it; `bytes` is the size of the body it came in. */
export interface Delivery {
  delivery_id: string
  event: string
  payload: unknown
  sent_at: string
  bytes: number
}

interface Waiting<D> {
  delivery: D
  resolve: (isNew: boolean) => void
  reject: (error: unknown) => void
}

const MOST_AT_ONCE = 32
const MOST_BYTES = 1024 * 1024

/**
 * Stores deliveries together that come while others are being stored: in a storm one transaction takes in a dozen.
 * `store` says which were new. A group that is refused is tried one by one, so that none suffers from another.
 */
export function createIntake<D extends Delivery>(
  store: (deliveries: D[]) => Promise<ReadonlySet<string>>,
): (delivery: D) => Promise<boolean> {
  const waiting: Waiting<D>[] = []
  let isStoring = false

  async function storeGroup(group: Waiting<D>[]): Promise<void> {
    try {
      const fresh = await store(group.map(({ delivery }) => delivery))
      for (const { delivery, resolve } of group) resolve(fresh.has(delivery.delivery_id))
    }
    catch (error) {
      if (group.length === 1) return group[0]?.reject(error)
      for (const one of group) await storeGroup([one])
    }
  }

  async function storeWaiting(): Promise<void> {
    if (isStoring) return
    isStoring = true
    while (waiting.length > 0) await storeGroup(waiting.splice(0, groupSize(waiting)))
    isStoring = false
  }

  return async delivery => new Promise((resolve, reject) => {
    waiting.push({ delivery, resolve, reject })
    void storeWaiting()
  })
}

function groupSize(waiting: Waiting<Delivery>[]): number {
  let bytes = 0
  const tooMany = waiting.findIndex(({ delivery }, index) => (bytes += delivery.bytes) > MOST_BYTES && index > 0)
  return Math.min(tooMany === -1 ? waiting.length : tooMany, MOST_AT_ONCE)
}
