import type { Ranked } from './facts.ts'

/** Whether `a` replaces `b`. Equal ranks do not: the same fact twice is the same fact. */
export function outranks(a: Ranked, b: Ranked): boolean {
  return a.version === b.version ? a.digest > b.digest : a.version > b.version
}

/** Gives a fact its digest, which settles ties between facts of the same version the same way in any order. */
export function ranked<T extends object>(fact: T, version: number): T & Ranked {
  return { ...fact, version, digest: digestOf(JSON.stringify(fact)) }
}

// cyrb53: 53 bits fit a number and a bigint column; nothing secret depends on it.
function digestOf(text: string): number {
  let high = 0xDEADBEEF
  let low = 0x41C6CE57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
