export interface Placed { id: number, position: number }

// So that most moves change one row.
const GAP = 1_000

/** The positions to write so that the macro stands at `index` of the others; as few as can be. Positions may repeat before, not after. */
export function positionsAfter(rows: readonly Placed[], id: number, index: number): Placed[] {
  const moved = rows.find(row => row.id === id)
  if (!moved) return []
  const others = rows.filter(row => row.id !== id)
  const order = [...others.slice(0, index), moved, ...others.slice(index)]
  if (order.every((row, at) => row.id === rows[at]?.id)) return []
  const before = others[index - 1]?.position ?? Number.NEGATIVE_INFINITY
  const after = others[index]?.position ?? Number.POSITIVE_INFINITY
  const between = middleOf(before, after)
  if (between !== null && isRising(others)) return [{ id, position: between }]
  return order.map((row, at) => ({ ...row, position: (at + 1) * GAP }))
    .filter((row, at) => order[at]?.position !== row.position)
    .map(({ id: one, position }) => ({ id: one, position }))
}

/** The position after all others. */
export function lastPosition(rows: readonly Placed[]): number {
  return Math.max(0, ...rows.map(({ position }) => position)) + GAP
}

function middleOf(before: number, after: number): number | null {
  if (after === Number.POSITIVE_INFINITY) return before === Number.NEGATIVE_INFINITY ? GAP : before + GAP
  if (before === Number.NEGATIVE_INFINITY) return after - GAP
  const middle = Math.floor((before + after) / 2)
  return middle > before && middle < after ? middle : null
}

function isRising(rows: readonly Placed[]): boolean {
  return rows.every((row, index) => index === 0 || row.position > (rows[index - 1]?.position ?? 0))
}
