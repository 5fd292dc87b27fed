import type { StepBefore, UndoItem, UndoPart, UndoReason } from '../contracts/macro-undo.ts'
import type { MacroAct } from '../contracts/macro.ts'
import type { ActionKind } from '../contracts/order-action.ts'

/** A step of a run that took effect; `before` is null where nobody read what was there, `action` what it did with the order. */
export interface StepDone {
  path: string
  act: MacroAct
  before: StepBefore | null
  action: { id: string, kind: ActionKind } | null
}

/** The world as it is now. What the shop has of holds and codes goes by the action's id; one that is missing was not seen. */
export interface UndoWorld {
  conversation: StepBefore
  /** Who started the run, as Chatwoot calls them. */
  starterId: number | null
  holds: ReadonlyMap<string, { orderId: string, digest: string } | 'gone'>
  codes: ReadonlyMap<string, { code: string } | 'used' | 'gone'>
}

type Verdict = { part: UndoPart } | { because: UndoReason }

/**
 * What can be undone of a run, the newest step first: each is taken back only where the conversation still has what the run set,
 * once the steps after it are undone, and labels only where this run added them. Waits and questions leave nothing to undo.
 */
export function planUndo(done: readonly StepDone[], world: UndoWorld, now: number): UndoItem[] {
  let conversation = world.conversation
  // Where a later step of the kind stays, what earlier ones set is not what is there, even if it looks the same.
  const stuck = new Set<MacroAct['do']>()
  return done.toReversed().filter(({ act }) => act.do !== 'wait' && act.do !== 'ask_approval' && act.do !== 'stop').map((step) => {
    const { do: kind } = step.act
    const verdict: Verdict = stuck.has(kind) ? { because: 'changed' } : judge(step, { ...world, conversation }, now)
    if (!('part' in verdict)) {
      if (verdict.because !== 'already' && (kind.startsWith('set_') || kind.startsWith('assign_'))) stuck.add(kind)
      return { path: step.path, part: null, because: verdict.because }
    }
    conversation = withoutPart(conversation, verdict.part)
    return { path: step.path, part: verdict.part, because: null }
  })
}

/** What is asked for: steps that set the same thing are one wish, from what it is now to what it was before the first of them. */
export function wishesOf(items: readonly UndoItem[]): { key: string, part: UndoPart }[] {
  const wishes = new Map<string, UndoPart>()
  for (const { part } of items) {
    if (part) wishes.set(keyOf(part), joined(wishes.get(keyOf(part)), part))
  }
  return [...wishes].map(([key, part]) => ({ key, part }))
}

/** Names the wish that a part belongs to. */
export function keyOf(part: UndoPart): string {
  return part.part === 'release' || part.part === 'code' ? `${part.part}:${part.actionId}` : part.part
}

function joined(newer: UndoPart | undefined, older: UndoPart): UndoPart {
  if (newer?.part === 'labels' && older.part === 'labels') return { ...newer, labels: [...new Set([...newer.labels, ...older.labels])].sort() }
  if (newer?.part === 'status' && older.part === 'status') return { ...older, from: newer.from }
  if (newer?.part === 'priority' && older.part === 'priority') return { ...older, from: newer.from }
  if (newer?.part === 'team' && older.part === 'team') return { ...older, from: newer.from }
  if (newer?.part === 'assignee' && older.part === 'assignee') return { ...older, from: newer.from }
  return older
}

function judge({ act, before, action }: StepDone, world: UndoWorld, now: number): Verdict {
  const { conversation: is } = world
  const back = <T>(set: T, was: T, current: T, part: UndoPart): Verdict => {
    if (current !== set) return { because: 'changed' }
    return was === set ? { because: 'already' } : { part }
  }
  switch (act.do) {
    case 'send_message': return { because: 'sent' }
    case 'add_note': return { because: 'noted' }
    case 'notify_supervisors':
    case 'notify':
    case 'call_webhook': return { because: 'told' }
    case 'order_action': return action ? judgeAction(action, world) : { because: 'unknown' }
    case 'wait':
    case 'ask_approval':
    case 'stop': return { because: 'already' }
  }
  if (!before) return { because: 'unknown' }
  switch (act.do) {
    case 'add_labels': {
      const added = act.labels.filter(label => !before.labels.includes(label))
      const still = added.filter(label => is.labels.includes(label))
      return still.length > 0 ? { part: { part: 'labels', labels: still.sort() } } : { because: added.length > 0 ? 'changed' : 'already' }
    }
    case 'set_priority':
      return back(act.priority, before.priority, is.priority, { part: 'priority', from: act.priority, to: before.priority })
    case 'assign_team':
      return act.teamId === null ? { because: 'unknown' } : back(act.teamId, before.teamId, is.teamId, { part: 'team', from: act.teamId, to: before.teamId })
    case 'assign_me': {
      const { starterId: me } = world
      return me === null ? { because: 'unknown' } : back(me, before.assigneeId, is.assigneeId, { part: 'assignee', from: me, to: before.assigneeId })
    }
    case 'set_status': {
      const { status, snoozedUntil } = before
      const isOver = status === 'snoozed' && snoozedUntil !== null && snoozedUntil <= now
      const verdict = back(act.status, status, is.status, { part: 'status', from: act.status, to: status, snoozedUntil: status === 'snoozed' ? snoozedUntil : null })
      return isOver && 'part' in verdict ? { because: 'over' } : verdict
    }
  }
}

function judgeAction({ id, kind }: NonNullable<StepDone['action']>, { holds, codes }: UndoWorld): Verdict {
  switch (kind) {
    case 'hold': {
      const hold = holds.get(id)
      if (!hold) return { because: 'unknown' }
      return hold === 'gone' ? { because: 'changed' } : { part: { part: 'release', actionId: id, ...hold } }
    }
    case 'discount': {
      const code = codes.get(id)
      if (!code) return { because: 'unknown' }
      return typeof code === 'string' ? { because: code === 'gone' ? 'changed' : code } : { part: { part: 'code', actionId: id, ...code } }
    }
    case 'refund': return { because: 'refunded' }
    case 'cancel': return { because: 'cancelled' }
    default: return { because: 'order' }
  }
}

function withoutPart(conversation: StepBefore, part: UndoPart): StepBefore {
  switch (part.part) {
    case 'labels': return { ...conversation, labels: conversation.labels.filter(label => !part.labels.includes(label)) }
    case 'priority': return { ...conversation, priority: part.to }
    case 'team': return { ...conversation, teamId: part.to }
    case 'assignee': return { ...conversation, assigneeId: part.to }
    case 'status': return { ...conversation, status: part.to, snoozedUntil: part.snoozedUntil }
    case 'release':
    case 'code': return conversation
  }
}
