/** One step of FNV-1a over a UTF-16 unit. */
export function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193)
}

/** The finaliser of MurmurHash3: every bit of the hash may choose the slot. 32 bit, unsigned. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85EBCA6B)
  h ^= h >>> 13
  h = Math.imul(h, 0xC2B2AE35)
  return (h ^ (h >>> 16)) >>> 0
}

export function hashOf(seed: number, text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = step(hash, text.charCodeAt(at))
  return finish(hash)
}

/** A seed per kind of feature, so that the word "size" and the idea of a size are two features. */
export function seedOf(kind: number): number {
  return Math.imul(0x811C9DC5 ^ kind, 0x01000193) >>> 0
}
