import { seededRandom } from '../random/seeded.ts'

/** A number in [0, 1) that belongs to these two, the same every time. */
export function seededShare(seed: number, of: number): number {
  return seededRandom(Math.imul(seed ^ 0x9E3779B9, 0x85EBCA6B) ^ Math.imul(of, 0xC2B2AE35))()
}
