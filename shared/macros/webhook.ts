import type { MacroAct, PlannedStep, StepHole } from '../contracts/macro.ts'
import type { WebhookBody } from '../contracts/webhook.ts'
import type { MacroFacts } from './facts.ts'
import { RehearsedCall } from '../contracts/webhook.ts'

type CallAct = Extract<MacroAct, { do: 'call_webhook' }>
type Values = ReadonlyMap<string, string>

/** What a call would tell, as the JSON of a `RehearsedCall`. A value that nobody knows is a hole, as is a webhook that is not there. */
export function planCall(
  { webhook, values: names, withContact }: CallAct,
  { contact, order, answers, webhooks }: Pick<MacroFacts, 'contact' | 'order' | 'answers' | 'webhooks'>,
  values: Values,
  later: ReadonlySet<string>,
): { text: string, holes: StepHole[] } {
  const unknown = names.filter(name => !values.get(name) && !later.has(name))
  const call: RehearsedCall = {
    ...withContact && { contact },
    order: order?.name ?? null,
    inputs: answers,
    values: Object.fromEntries(names.map(name => [name, values.get(name) || null])),
  }
  const missing = webhooks.includes(webhook) ? [] : [{ because: 'webhook' as const, value: webhook }]
  return { text: JSON.stringify(call, null, 2), holes: [...missing, ...unknown.map(value => ({ because: 'value' as const, value }))] }
}

/** The body of a call that was rehearsed, with what steps before it brought; null where one of its values was not brought. */
export function writeCall(
  { webhook, text }: Pick<CallAct, 'webhook'> & Pick<PlannedStep, 'text'>,
  brought: Values,
  run: Pick<WebhookBody, 'macro' | 'runId' | 'conversationId'>,
): string | null {
  const { values, ...parts } = RehearsedCall.parse(JSON.parse(text ?? ''))
  const known = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    const told = value ?? brought.get(name)
    if (!told) return null
    known.set(name, told)
  }
  return JSON.stringify({ version: 1, webhook, ...run, ...parts, values: Object.fromEntries(known) } satisfies WebhookBody)
}
