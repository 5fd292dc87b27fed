/** A deterministic unit vector: words and their beginnings hashed onto axes, so that texts with common words lie near each other. */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  const words = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  for (const word of words) {
    add(vector, word, 1)
    if (word.length > 5) add(vector, `${word.slice(0, 5)}*`, 0.7)
  }
  const length = Math.hypot(...vector) || 1
  return vector.map(value => value / length)
}

function add(vector: Float32Array, feature: string, weight: number) {
  // FNV-1a: short, even, the same everywhere.
  let hash = 0x811C9DC5
  for (const character of feature) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  const axis = hash % vector.length
  vector[axis] = (vector[axis] ?? 0) + (hash & 0x10000 ? weight : -weight)
}
