import type { StepBefore, UndoPart } from '../contracts/macro-undo.ts'
import type { MacroAct } from '../contracts/macro.ts'
import type { StepDone, UndoWorld } from './undo.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planUndo, wishesOf } from './undo.ts'

const NOW = 1_000_000
const ME = 7
const ACTION = '00000000-0000-4000-8000-00000000000a'

const Labels = fc.uniqueArray(fc.constantFrom('hot', 'vip', 'late', 'gift'), { maxLength: 4 })
const AnyPriority = fc.constantFrom('low' as const, 'high' as const, 'urgent' as const)
const Status = fc.constantFrom('open' as const, 'pending' as const, 'resolved' as const)
const Talk: fc.Arbitrary<StepBefore> = fc.record({
  labels: Labels,
  priority: fc.option(AnyPriority),
  teamId: fc.option(fc.integer({ min: 1, max: 3 })),
  assigneeId: fc.option(fc.constantFrom(ME, 8)),
  status: Status,
  snoozedUntil: fc.constant(null),
})
const Act: fc.Arbitrary<MacroAct> = fc.oneof(
  Labels.filter(labels => labels.length > 0).map(labels => ({ do: 'add_labels' as const, labels })),
  AnyPriority.map(priority => ({ do: 'set_priority' as const, priority })),
  fc.integer({ min: 1, max: 3 }).map(teamId => ({ do: 'assign_team' as const, teamId })),
  fc.constant({ do: 'assign_me' as const }),
  Status.map(status => ({ do: 'set_status' as const, status, snoozeHours: null })),
  fc.constant({ do: 'send_message' as const, texts: { en: 'Hi' } }),
)

function after(talk: StepBefore, act: MacroAct): StepBefore {
  switch (act.do) {
    case 'add_labels': return { ...talk, labels: [...new Set([...talk.labels, ...act.labels])] }
    case 'set_priority': return { ...talk, priority: act.priority }
    case 'assign_team': return { ...talk, teamId: act.teamId }
    case 'assign_me': return { ...talk, assigneeId: ME }
    case 'set_status': return { ...talk, status: act.status }
    default: return talk
  }
}
/** As the outbox does it: nothing where the conversation is not what it was. */
function take(talk: StepBefore, part: UndoPart): StepBefore {
  switch (part.part) {
    case 'labels': return { ...talk, labels: talk.labels.filter(label => !part.labels.includes(label)) }
    case 'priority': return talk.priority === part.from ? { ...talk, priority: part.to } : talk
    case 'team': return talk.teamId === part.from ? { ...talk, teamId: part.to } : talk
    case 'assignee': return talk.assigneeId === part.from ? { ...talk, assigneeId: part.to } : talk
    case 'status': return talk.status === part.from ? { ...talk, status: part.to } : talk
    default: return talk
  }
}
const sorted = (talk: StepBefore) => ({ ...talk, labels: talk.labels.toSorted() })
function world(conversation: StepBefore, over: Partial<UndoWorld> = {}): UndoWorld {
  return { conversation, starterId: ME, holds: new Map(), codes: new Map(), ...over }
}
function runOf(start: StepBefore, acts: MacroAct[]): { done: StepDone[], end: StepBefore } {
  let talk = start
  const done = acts.map((act, index) => {
    const before = talk
    talk = after(talk, act)
    return { path: String(index), act, before, action: null }
  })
  return { done, end: talk }
}
function undo(talk: StepBefore, done: StepDone[]): StepBefore {
  return wishesOf(planUndo(done, world(talk), NOW)).reduce((now, { part }) => take(now, part), talk)
}

const QUIET: StepBefore = { labels: [], priority: null, teamId: null, assigneeId: null, status: 'open', snoozedUntil: null }
const step = (act: MacroAct, over: Partial<StepDone> = {}): StepDone => ({ path: '0', act, before: QUIET, action: null, ...over })
const only = (one: StepDone, over: Partial<UndoWorld> = {}) => planUndo([one], world(QUIET, over), NOW)[0]

describe('planUndo', () => {
  it('leaves the conversation as it was when nobody else touched it', () => {
    fc.assert(fc.property(Talk, fc.array(Act, { maxLength: 8 }), (start, acts) => {
      const { done, end } = runOf(start, acts)
      expect(sorted(undo(end, done))).toEqual(sorted(start))
    }))
  })

  it('keeps what a person set after the run, and labels that the run did not add', () => {
    fc.assert(fc.property(Talk, fc.array(Act, { maxLength: 8 }), Talk, (start, acts, theirs) => {
      const { done, end } = runOf(start, acts)
      const since = { ...end, ...theirs, labels: end.labels }
      const result = undo(since, done)
      for (const name of ['priority', 'teamId', 'assigneeId', 'status'] as const) {
        if (since[name] !== end[name]) expect(result[name]).toBe(since[name])
      }
      expect(result.labels).toEqual(expect.arrayContaining(start.labels))
    }))
  })

  it('has a word for each step that took effect, the newest first', () => {
    fc.assert(fc.property(Talk, fc.array(Act, { maxLength: 8 }), (start, acts) => {
      const { done, end } = runOf(start, acts)
      const items = planUndo(done, world(end), NOW)
      expect(items.map(({ path }) => path)).toEqual(done.map(({ path }) => path).reverse())
      expect(items.every(({ part, because }) => (part === null) !== (because === null))).toBe(true)
    }))
  })

  it('asks for one thing once, however many steps set it', () => {
    const { done, end } = runOf({ ...QUIET, priority: 'low' }, [{ do: 'set_priority', priority: 'high' }, { do: 'set_priority', priority: 'urgent' }])
    expect(wishesOf(planUndo(done, world(end), NOW))).toEqual([{ key: 'priority', part: { part: 'priority', from: 'urgent', to: 'low' } }])
  })

  it.each<[string, StepDone, string]>([
    ['a message', step({ do: 'send_message', texts: { en: 'Hi' } }), 'sent'],
    ['a note', step({ do: 'add_note', text: 'x' }), 'noted'],
    ['supervisors that were told', step({ do: 'notify_supervisors', text: 'x' }), 'told'],
    ['a value that was not read before', step({ do: 'set_priority', priority: 'high' }, { before: null }), 'unknown'],
    ['a label that somebody took off', step({ do: 'add_labels', labels: ['hot'] }), 'changed'],
    ['a label that was there', step({ do: 'add_labels', labels: ['hot'] }, { before: { ...QUIET, labels: ['hot'] } }), 'already'],
    ['a snooze that ended', step({ do: 'set_status', status: 'open', snoozeHours: null }, { before: { ...QUIET, status: 'snoozed', snoozedUntil: NOW } }), 'over'],
  ])('says why %s stays', (_, one, because) => {
    expect(only(one)).toEqual({ path: '0', part: null, because })
  })

  it.each(['refund', 'cancel', 'replace', 'hold', 'discount'] as const)('takes back what the shop allows of an action: %s', (kind) => {
    const one = step({ do: 'order_action', action: { do: 'release' }, from: {}, each: {}, reason: 'x' }, { action: { id: ACTION, kind } })
    const held = { orderId: 'gid://shopify/Order/1', digest: 'd' }
    const seen = only(one, { holds: new Map([[ACTION, held]]), codes: new Map([[ACTION, { code: 'SORRY' }]]) })
    const gone = only(one, { holds: new Map([[ACTION, 'gone']]), codes: new Map([[ACTION, 'used']]) })
    expect([seen?.part?.part ?? seen?.because, gone?.because, only(one)?.because]).toEqual({
      refund: ['refunded', 'refunded', 'refunded'],
      cancel: ['cancelled', 'cancelled', 'cancelled'],
      replace: ['order', 'order', 'order'],
      hold: ['release', 'changed', 'unknown'],
      discount: ['code', 'used', 'unknown'],
    }[kind])
  })
})
