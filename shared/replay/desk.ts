import type { ReplayAgent, ReplayConfig } from '../contracts/replay.ts'
import type { RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation, Service } from '../routing/facts.ts'
import type { Needs } from '../routing/needs.ts'
import type { Case } from './cases.ts'
import { needsOf } from '../routing/needs.ts'

/** A person at the desk. `busyWith` is the conversation they are writing in. */
export interface Person extends RoutableAgent {
  ourTurns: number
  customerTurns: number
  tasks: Set<number>
  busyWith: number | null
  offSince: number
}

/** A conversation on the desk. `truly` is what it asks of a person, whatever the drafts under test believe. */
export interface Held {
  one: Case
  facts: RoutedConversation
  truly: Needs
  assigneeId: number | null
  isOpen: boolean
  isOurTurn: boolean
  turn: number
  isPassedOn: boolean
  /** When it will be looked at again because less is asked for. */
  relaxesAt: number | null
}

export type Desk = ReturnType<typeof createDesk>

/** Who holds what, with loads as the live engine counts them. */
export function createDesk(agents: ReplayAgent[], policy: RoutingPolicy, config: Pick<ReplayConfig, 'before' | 'vipTags'>) {
  const everyone = agents.map(personOf)
  const people = new Map(everyone.map(person => [person.agentId, person]))
  const held = new Map<number, Held>()
  const servedBy = new Map<number, Map<number, Map<number, number>>>()
  const vipTags = new Set(config.vipTags.map(tag => tag.toLowerCase()))

  function count(one: Held, by: 1 | -1): void {
    const person = one.assigneeId === null ? undefined : people.get(one.assigneeId)
    if (!person || !one.isOpen) return
    if (one.isOurTurn) person.ourTurns += by
    else person.customerTurns += by
    person.load = person.ourTurns + person.customerTurns * policy.customerTurnWeight
    const id = one.facts.conversationId
    if (by === 1 && one.isOurTurn) person.tasks.add(id)
    else person.tasks.delete(id)
  }

  return {
    everyone,
    people,
    held,

    open(one: Case): Held {
      const { at, customerTags, labels, ...arrival } = one.arrival
      const isVip = [...customerTags, ...labels].some(tag => vipTags.has(tag.toLowerCase()))
      const facts = { ...arrival, labels, isVip, waitingSince: at }
      const colleagues = everyone.filter(person => person.isRouted && person.inboxIds.includes(arrival.inboxId))
      const truly = needsOf(facts, config.before.policy, colleagues)
      const made = { one, facts, truly, assigneeId: null, isOpen: true, isOurTurn: true, turn: 0, isPassedOn: false, relaxesAt: null }
      held.set(arrival.conversationId, made)
      return made
    },

    /** Changes a conversation and keeps every count true. */
    change(one: Held, change: Partial<Pick<Held, 'assigneeId' | 'isOpen' | 'isOurTurn'>>): void {
      count(one, -1)
      Object.assign(one, change)
      count(one, 1)
    },

    remember({ facts }: Held, agentId: number, at: number): void {
      const people = servedBy.get(facts.contactId) ?? new Map<number, Map<number, number>>()
      const conversations = people.get(agentId) ?? new Map<number, number>()
      servedBy.set(facts.contactId, people.set(agentId, conversations.set(facts.conversationId, at)))
    },

    /** Who served this customer in other conversations. */
    historyOf({ facts }: Held): Service[] {
      return [...servedBy.get(facts.contactId) ?? []].flatMap(([agentId, conversations]) => {
        const others = [...conversations].filter(([id]) => id !== facts.conversationId).map(([, at]) => at)
        return others.length === 0 ? [] : [{ agentId, times: others.length, lastAt: Math.max(...others) }]
      })
    },
  }
}

function personOf({ shift: _, online: __, ...agent }: ReplayAgent): Person {
  return { ...agent, isOnDuty: false, load: 0, ourTurns: 0, customerTurns: 0, tasks: new Set(), busyWith: null, offSince: 0 }
}
