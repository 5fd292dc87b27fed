import type { PlannedAction } from '../contracts/macro-action.ts'
import type { MacroAct, MacroCondition, MacroPlan, PlannedStep } from '../contracts/macro.ts'
import type { FactChange } from '../contracts/order-action.ts'
import type { MacroFacts } from './facts.ts'
import { differences } from '../actions/compare.ts'

type Facts = Record<string, string>

/** What a step finds in the conversation, where that decides whether it has something to do. */
export function factsOfAct(act: MacroAct, { conversation }: MacroFacts): Facts {
  switch (act.do) {
    case 'send_message': return { can_reply: String(conversation.canReply) }
    case 'add_labels': return { labels: conversation.labels.toSorted().join(', ') }
    case 'set_priority': return { priority: conversation.priority ?? '' }
    case 'assign_team': return { team: String(conversation.teamId ?? '') }
    case 'assign_me': return { assignee: String(conversation.assigneeId ?? '') }
    case 'set_status': return { status: conversation.status }
    default: return {}
  }
}

/** What a condition looks at; of what has no value of its own, whether it holds. */
export function factOfCondition(condition: MacroCondition, verdict: string, facts: MacroFacts): Facts {
  const { conversation, order, hasTracking, buysLabels } = facts
  switch (condition.on) {
    case 'order': return { order: order?.name ?? '' }
    case 'fulfilment': return { fulfilment: order?.fulfilment ?? '' }
    case 'payment': return { payment_state: order?.payment ?? '' }
    case 'tracking': return { tracking: String(hasTracking) }
    case 'label_shop': return { label_shop: String(buysLabels) }
    case 'label': return { labels: conversation.labels.toSorted().join(', ') }
    case 'priority': return { priority: conversation.priority ?? '' }
    case 'team': return { team: String(conversation.teamId ?? '') }
    case 'unassigned': return { assignee: String(conversation.assigneeId ?? '') }
    default: return { [condition.on]: verdict }
  }
}

/**
 * What the rest of a plan stands on, from step `from`, and is not so any more; empty when it can go on as it was rehearsed. That
 * something is done already, or that a fact changed which decides nothing, is no difference.
 */
export function changesSince(before: MacroPlan, after: MacroPlan, from: number): FactChange[] {
  const [was, is] = [restOf(before, from), restOf(after, from)]
  const changes = [...was.branches].flatMap(([path, branch]) => {
    const now = is.branches.get(path)
    return now && now.isHeld !== branch.isHeld ? differences(branch.facts, now.facts) : []
  })
  for (const [path, step] of was.steps) {
    const now = is.steps.get(path)
    if (!now) continue
    changes.push(...stepChanges(step, now))
  }
  if (before.language !== after.language) changes.push({ fact: 'language', before: before.language, after: after.language })
  const isOther = JSON.stringify([...was.steps.keys()]) !== JSON.stringify([...is.steps.keys()])
  if (changes.length === 0 && isOther) changes.push({ fact: 'order', before: before.orderId, after: after.orderId })
  return [...new Map(changes.map(change => [change.fact, change])).values()]
}

function restOf({ steps, branches }: MacroPlan, from: number) {
  return {
    steps: new Map(steps.slice(from).map(step => [step.path, step])),
    branches: new Map(branches.map(branch => [branch.path, branch])),
  }
}

function stepChanges(before: PlannedStep, after: PlannedStep): FactChange[] {
  const { can_reply: couldReply, ...named } = before.facts
  const { can_reply: canReply, ...namedNow } = after.facts
  if (before.text !== null) {
    return [...differences(named, namedNow), ...couldReply !== canReply ? [{ fact: 'can_reply', before: couldReply ?? null, after: canReply ?? null }] : []]
  }
  if (before.action || after.action) return actionChanges(before.action, after.action)
  return before.skipped && !after.skipped ? differences(before.facts, after.facts) : []
}

function actionChanges(before: PlannedAction | null, after: PlannedAction | null): FactChange[] {
  const [was, is] = [before?.answer ?? null, after?.answer ?? null]
  if (was?.status !== 'ready' && is?.status !== 'ready') return was?.status === is?.status ? [] : [{ fact: 'order', before: null, after: null }]
  if (was?.status === 'ready' && is?.status === 'ready') {
    if (was.rehearsal.digest === is.rehearsal.digest) return []
    const found = differences(was.rehearsal.facts, is.rehearsal.facts)
    return found.length > 0 ? found : [{ fact: 'order', before: was.rehearsal.orderName, after: is.rehearsal.orderName }]
  }
  const because = is?.status === 'refused' ? is.because : null
  const facts = was?.status === 'ready' ? was.rehearsal.orderName : null
  return [{ fact: 'order', before: facts, after: because }]
}
