import type { Priority } from '../contracts/conversation.ts'

const STEPS: Priority[] = ['low', 'medium', 'high', 'urgent']

/** The next priority up, or null at the top. To most people no priority means ordinary, which stands above low: it becomes medium. */
export function raisedPriority(priority: Priority | null): Priority | null {
  if (priority === null) return 'medium'
  return STEPS[STEPS.indexOf(priority) + 1] ?? null
}
