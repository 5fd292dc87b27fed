import type { ReplayArm, ReplayConfig, ReplayEvent } from '../contracts/replay.ts'
import type { AssignmentCause } from '../contracts/routing.ts'
import type { Held, Person } from './desk.ts'
import type { PromiseBook } from './promises.ts'
import type { DutyChange } from './roster.ts'
import type { Happening, Traces, World } from './world.ts'
import { hasRoom, sweepOrder } from '../routing/sweep.ts'
import { assignerFor } from './assigners.ts'
import { createDesk } from './desk.ts'
import { createTimeline } from './timeline.ts'
import { nextTask, pieceOf } from './work.ts'

const MINUTE = 60_000
const EVENTS_PER_PAUSE = 500

/**
 * One arm over the whole time, event by event. Yields the share that is done, so that whoever runs it can breathe, tell and
 * stop. The same input gives the same traces.
 */
export function* simulate(world: World, arm: ReplayArm, config: ReplayConfig, promises: PromiseBook): Generator<number, Traces> {
  const agents = arm.agents ?? config.agents
  const desk = createDesk(agents, arm.policy, config)
  const assign = assignerFor(arm, desk)
  const isRouted = arm.assign === 'routing'
  const isModelled = config.handling.mode === 'modelled'
  const timeline = createTimeline<Happening>()
  const waiting = new Map<number, Held>()
  const traces: Traces = { assigned: [], firstReplies: new Map(), work: [], promises }

  for (const change of world.duties) timeline.plan(change.at, { kind: 'duty', change })
  for (const one of world.cases) timeline.plan(one.arrival.at, { kind: 'arrives', one })
  for (const event of isModelled ? [] : world.recorded) timeline.plan(event.at, { kind: 'recorded', event })

  function give(one: Held, agentId: number, cause: AssignmentCause, now: number): void {
    waiting.delete(one.facts.conversationId)
    desk.change(one, { assigneeId: agentId })
    traces.assigned.push({ at: now, conversationId: one.facts.conversationId, agentId, cause })
    const person = desk.people.get(agentId)
    if (person) work(person, now)
  }

  function route(one: Held, cause: AssignmentCause, now: number): void {
    const answer = assign(one, now)
    if (answer.agentId !== null) return give(one, answer.agentId, cause, now)
    waiting.set(one.facts.conversationId, one)
    if (answer.relaxesAt === null || answer.relaxesAt === one.relaxesAt) return
    one.relaxesAt = answer.relaxesAt
    timeline.plan(answer.relaxesAt, { kind: 'relaxes', conversationId: one.facts.conversationId })
  }

  const anyoneOnDuty = () => desk.everyone.some(({ isOnDuty }) => isOnDuty)
  function inOrder(some: Held[], now: number): Held[] {
    const order = sweepOrder(isRouted ? arm.policy.sweepOrder : 'oldest', now)
    const turns = some.map(one => ({ ...one.facts, dueAt: promises.dueAt(one.facts.conversationId), one }))
    return turns.sort(order).map(({ one }) => one)
  }

  function sweep(cause: AssignmentCause, now: number): void {
    if (waiting.size === 0 || !(isRouted ? hasRoom(desk.everyone) : anyoneOnDuty())) return
    for (const one of inOrder([...waiting.values()], now)) {
      route(one, cause, now)
      if (isRouted && !hasRoom(desk.everyone)) return
    }
  }

  function work(person: Person, now: number): void {
    if (!isModelled || !person.isOnDuty || person.busyWith !== null) return
    const one = nextTask(person, desk, promises)
    if (!one) return
    const { conversationId } = one.facts
    const { ms, passTo } = pieceOf(person, one, desk, config.handling, config.seed)
    person.busyWith = conversationId
    person.tasks.delete(conversationId)
    traces.work.push({ at: now, agentId: person.agentId, ms })
    timeline.plan(now + ms, { kind: 'finishes', agentId: person.agentId, conversationId, passTo })
  }

  function customerWrites(one: Held, now: number): void {
    const isNewTurn = !one.isOurTurn || !one.isOpen
    if (isNewTurn) one.facts.waitingSince = now
    desk.change(one, { isOpen: true, isOurTurn: true })
    promises.customerWrote(one.facts.conversationId, now)
    if (!isNewTurn) return
    const person = one.assigneeId === null ? undefined : desk.people.get(one.assigneeId)
    if (!person) return route(one, 'reopened', now)
    if (isGone(person, now)) route(one, 'left', now)
    else work(person, now)
  }

  // Round robin leaves with a person what they have, as Chatwoot does.
  function isGone({ isOnDuty, offSince }: Person, now: number): boolean {
    const { offlineMinutes } = arm.policy
    return isRouted && !isOnDuty && offlineMinutes !== null && now - offSince >= offlineMinutes * MINUTE
  }

  function replies(one: Held, now: number): void {
    const { conversationId } = one.facts
    if (one.assigneeId !== null) desk.remember(one, one.assigneeId, now)
    desk.change(one, { isOurTurn: false })
    waiting.delete(conversationId)
    if (!traces.firstReplies.has(conversationId)) traces.firstReplies.set(conversationId, now)
    promises.replied(conversationId, now)
  }

  function resolves(one: Held, now: number): void {
    desk.change(one, { isOpen: false })
    waiting.delete(one.facts.conversationId)
    promises.resolved(one.facts.conversationId, now)
  }

  function finishes(person: Person, one: Held, passTo: number | null, now: number): void {
    person.busyWith = null
    if (passTo !== null) {
      one.isPassedOn = true
      // Whoever was given it meanwhile keeps it.
      if (one.assigneeId === person.agentId) give(one, passTo, 'asked', now)
    }
    else {
      replies(one, now)
      one.turn += 1
      const next = one.one.turns[one.turn]
      const { conversationId } = one.facts
      if (next) timeline.plan(now + next.afterMs, { kind: 'writes', conversationId })
      else timeline.plan(now + one.one.resolveAfterMs, { kind: 'resolves', conversationId, turn: one.turn })
    }
    sweep('capacity', now)
    work(person, now)
  }

  function comesOrGoes({ agentId, isOnDuty }: DutyChange, now: number): void {
    const person = desk.people.get(agentId)
    if (!person || person.isOnDuty === isOnDuty) return
    person.isOnDuty = isOnDuty
    person.offSince = now
    if (isOnDuty) {
      for (const one of waiting.values()) {
        if (one.assigneeId === agentId) waiting.delete(one.facts.conversationId)
      }
      // After everybody who comes at this moment has come.
      timeline.plan(now, { kind: 'sweeps' })
      work(person, now)
    }
    else if (isRouted && arm.policy.offlineMinutes !== null) {
      timeline.plan(now + arm.policy.offlineMinutes * MINUTE, { kind: 'still_off', agentId, offSince: now })
    }
  }

  function stillOff(person: Person, now: number): void {
    for (const one of inOrder([...person.tasks].flatMap(id => desk.held.get(id) ?? []), now)) route(one, 'left', now)
  }

  function happens(what: Happening, now: number): void {
    switch (what.kind) {
      case 'arrives': {
        promises.opened(what.one.arrival)
        return route(desk.open(what.one), 'opened', now)
      }
      case 'duty': return comesOrGoes(what.change, now)
      case 'still_off': {
        const person = desk.people.get(what.agentId)
        if (person && !person.isOnDuty && person.offSince === what.offSince) stillOff(person, now)
        return
      }
      case 'finishes': {
        const person = desk.people.get(what.agentId)
        const one = desk.held.get(what.conversationId)
        if (person && one) finishes(person, one, what.passTo, now)
        return
      }
      case 'sweeps': return sweep('online', now)
      case 'recorded': return recorded(what.event, now)
    }
    const one = desk.held.get(what.conversationId)
    if (!one) return
    if (what.kind === 'writes') customerWrites(one, now)
    if (what.kind === 'relaxes' && waiting.has(what.conversationId)) route(one, 'relaxed', now)
    if (what.kind === 'resolves' && one.turn === what.turn && !one.isOurTurn) {
      resolves(one, now)
      sweep('capacity', now)
    }
  }

  function recorded(event: ReplayEvent, now: number): void {
    const one = event.type === 'availability' ? undefined : desk.held.get(event.conversationId)
    if (!one) return
    if (event.type === 'customer_message') return customerWrites(one, now)
    if (event.type === 'agent_reply') replies(one, now)
    if (event.type === 'resolved') resolves(one, now)
    if (event.type === 'agent_reply' || event.type === 'resolved') sweep('capacity', now)
  }

  const from = world.cases[0]?.arrival.at ?? 0
  let counted = 0
  for (let next = timeline.next(); next && next.at <= world.until; next = timeline.next()) {
    happens(next.what, next.at)
    if (++counted % EVENTS_PER_PAUSE === 0) yield Math.min(1, Math.max(0, (next.at - from) / Math.max(1, world.until - from)))
  }
  return traces
}
