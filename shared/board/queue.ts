/** A conversation whose customer waits for us. Instants are epoch ms. */
export interface Waiting {
  id: number
  waitingSince: number
  dueAt: number
  /** What keeping this promise is worth beside others; a VIP's is worth more. */
  weight: number
  /** Who alone works on it, or null when whoever is free first takes it. */
  assigneeId: number | null
}

/** Those who answer now. */
export interface Desk { agentIds: number[] }

/**
 * When each of these is answered if they are worked in this order (list scheduling): somebody's own go to them, all
 * others to whoever is free first. Null: nobody works on it.
 */
export function answerTimes(order: Waiting[], { agentIds }: Desk, handlingMs: (index: number) => number, now: number): (number | null)[] {
  const freeAt = new Map(agentIds.map(id => [id, now]))
  return order.map(({ assigneeId }, index) => {
    const agentId = assigneeId !== null && freeAt.has(assigneeId) ? assigneeId : assigneeId === null ? firstFree(freeAt) : null
    if (agentId === null) return null
    const doneAt = (freeAt.get(agentId) ?? now) + handlingMs(index)
    freeAt.set(agentId, doneAt)
    return doneAt
  })
}

function firstFree(freeAt: Map<number, number>): number | null {
  let first: number | null = null
  for (const [id, at] of freeAt) {
    if (first === null || at < (freeAt.get(first) ?? Infinity)) first = id
  }
  return first
}
