import type { KnownRule } from './decide.ts'
import { z } from 'zod'
import { RuleDefinition, RuleEvent } from '../contracts/rule.ts'

export interface StoredRule { id: number, position: number, enabledAt: number, definition: unknown }

/** A rule as it was stored, or which part of it this version does not know: half a rule is not a rule. */
export function readRule({ id, position, enabledAt, definition }: StoredRule): KnownRule {
  const parsed = RuleDefinition.safeParse(definition)
  if (parsed.success) return { id, position, enabledAt, ...parsed.data }
  const event = z.object({ event: RuleEvent }).safeParse(definition)
  return { id, position, enabledAt, on: event.success ? event.data.event.on : null, unreadable: whereOf(parsed.error) || 'rule' }
}

/** The path of the first part that cannot be read: `conditions.1.on`; empty where it is the whole. */
export function whereOf({ issues: [issue] }: z.ZodError): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...issue?.path ?? [], ...unknown].join('.').slice(0, 100)
}
