/** A value inside a row of settings, by its path; null where it was not there, or is not any more. */
export interface Change { path: string, before: string | null, after: string | null }

/** What differs between two versions of a row, down to single values: a rule with one other word is one change. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, is] = [leavesOf(before), leavesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .map(path => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter(change => change.before !== change.after)
}

/** The single values of a JSON value by their paths; an empty list or object is a value of its own. */
export function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>()
  collect(value, '')
  return leaves

  function collect(node: unknown, path: string) {
    const inside = typeof node === 'object' && node !== null ? Object.entries(node) : []
    for (const [name, child] of inside) collect(child, path ? `${path}.${name}` : name)
    if (inside.length === 0 && path !== '') leaves.set(path, typeof node === 'string' ? node : JSON.stringify(node) ?? '')
  }
}
