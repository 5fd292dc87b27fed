/** What happens next: the earliest first, and of the same instant what was planned first. */
export interface Timeline<T> { plan: (at: number, what: T) => void, next: () => { at: number, what: T } | undefined }

/** A binary heap over instants. */
export function createTimeline<T>(): Timeline<T> {
  const heap: { at: number, order: number, what: T }[] = []
  let planned = 0
  const isBefore = (a: number, b: number) => {
    const first = heap[a]
    const second = heap[b]
    if (!first || !second) return false
    return first.at === second.at ? first.order < second.order : first.at < second.at
  }
  const swap = (a: number, b: number) => {
    const [first, second] = [heap[a], heap[b]]
    if (first && second) [heap[a], heap[b]] = [second, first]
  }

  return {
    plan(at, what) {
      heap.push({ at, order: planned++, what })
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1
        if (!isBefore(child, parent)) break
        swap(child, parent)
        child = parent
      }
    },
    next() {
      const [first] = heap
      const last = heap.pop()
      if (!first || !last) return undefined
      if (heap.length > 0) heap[0] = last
      for (let parent = 0; ;) {
        const left = parent * 2 + 1
        const smaller = isBefore(left + 1, left) ? left + 1 : left
        if (!isBefore(smaller, parent)) return first
        swap(parent, smaller)
        parent = smaller
      }
    },
  }
}
