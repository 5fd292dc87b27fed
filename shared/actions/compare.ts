import type { FactChange } from '../contracts/order-action.ts'

/** What is different between two looks at the same order, by name of the fact; empty when nothing that matters changed. */
export function differences(before: Record<string, string>, after: Record<string, string>): FactChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names
    .filter(name => before[name] !== after[name])
    .map(fact => ({ fact, before: before[fact] ?? null, after: after[fact] ?? null }))
}

/** The same text for the same value, whatever the order of its keys: what a digest is taken of. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => a < b ? -1 : 1)
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
