import type { Bucket } from './execute.ts'

const POINTS = 2000
const POINTS_PER_SECOND = 100

/** Shopify's leaky bucket: 2,000 points unless the shop's plan gives more, refilled with 100 a second. */
export function createBucket(now: () => number, size = POINTS): Bucket & { empty: () => void, fill: () => void, refuseNext: () => void } {
  let available = size
  let isRefusing = false
  let at = now()
  const refill = () => {
    available = Math.min(size, available + (now() - at) / 1000 * POINTS_PER_SECOND)
    at = now()
  }
  return {
    take(cost) {
      refill()
      const isRefused = isRefusing
      isRefusing = false
      if (isRefused) return false
      if (available < cost) return false
      available -= cost
      return true
    },
    status() {
      refill()
      return { maximumAvailable: size, currentlyAvailable: Math.floor(available), restoreRate: POINTS_PER_SECOND }
    },
    fill: () => void (available = size),
    refuseNext: () => void (isRefusing = true),
    empty() {
      refill()
      available = 0
    },
  }
}
