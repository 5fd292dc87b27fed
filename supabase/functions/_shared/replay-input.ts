import type { ReplayResult } from '../../../shared/contracts/replay-result.ts'
import type { ReplayAgent, ReplayEvent } from '../../../shared/contracts/replay.ts'
import type { ReplayDraft, ReplayOutcome } from '../../../shared/contracts/replays.ts'
import type { AgentRouting } from '../../../shared/contracts/routing-settings.ts'
import type { BusinessCalendar } from '../../../shared/contracts/sla.ts'
import type { Work } from './jobs.ts'
import type { BoardRow } from './routing-rows.ts'
import { z } from 'zod'
import { LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { ReplayEvent as Event, ReplayConfig } from '../../../shared/contracts/replay.ts'
import { presenceOf } from '../../../shared/replay/presence.ts'
import { loadAccount } from './account.ts'
import { readPolicy } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { generatedMonth } from './replay-month.ts'
import { assignsToday } from './replay-today.ts'
import { viewDesk } from './routing-desk.ts'

const DAY = 86_400_000
// Fewer say nothing about a desk; then a month is made up, and marked as such.
const LEAST_CONVERSATIONS = 100
// What one replay takes in; of a shop with more, the latest days that fit.
const MOST_CONVERSATIONS = 20_000
// What is unreadable of the past is left out and does not hide the rest.
const Past = z.object({ leftOut: z.number(), events: z.array(z.unknown()) })

export interface ReplayInput {
  config: ReplayConfig
  events: ReplayEvent[]
  source: ReplayResult['source']
  about: Pick<ReplayOutcome, 'since' | 'until' | 'leftOut' | 'before' | 'neverThere'>
}
/** Told how much of the past is read (0 to 1); false ends it. */
type GoOn = (share: number) => Promise<boolean>

/**
 * The account as it is against a draft, over its last days, or over a generated month when it has too few of its own. Null
 * when it is to stop; `nobody_serves` when there is no one in it, or in the draft, who could answer.
 */
export async function readReplayInput(accountId: number, draft: ReplayDraft, days: number, work: Work, goOn: GoOn): Promise<ReplayInput | 'nobody_serves' | null> {
  const [desk, policy, account, before] = await Promise.all([
    viewDesk(accountId, work),
    readPolicy(accountId, work),
    loadAccount(work.admin, accountId),
    assignsToday(accountId, work),
  ])
  const rows = desk.rows.filter(row => !row.is_removed && row.inbox_ids.length > 0)
  const today = rows.map(asToday)
  const drafted = today.flatMap((agent) => {
    const wish = draft.people.find(({ agentId }) => agentId === agent.agentId)
    return wish ? [asDrafted(agent, wish, account.language)] : []
  })
  if (drafted.length === 0) return 'nobody_serves'

  const past = await readPast(accountId, days, new Set(today.flatMap(({ inboxIds }) => inboxIds)), work, goOn)
  if (!past) return null
  const isPast = past.conversations >= LEAST_CONVERSATIONS
  const events = isPast ? past.events : generatedMonth(today, account, work.now())
  const there = presenceOf(events)
  const placed = (agents: ReplayAgent[], calendar: BusinessCalendar) => agents.map((agent): ReplayAgent => {
    if (agent.shift !== null) return agent
    return isPast ? { ...agent, online: there.get(agent.agentId) ?? [] } : { ...agent, shift: calendar }
  })
  return {
    source: isPast ? 'history' : 'generated',
    events,
    config: ReplayConfig.parse({
      agents: placed(today, policy.calendar),
      tiers: policy.tiers,
      calendar: policy.calendar,
      vipTags: account.vipTags,
      before: { assign: before, policy: desk.policy },
      after: {
        assign: draft.assign,
        policy: draft.policy,
        agents: placed(drafted, policy.calendar),
        tiers: draft.tiers,
        calendar: draft.calendar,
      },
    }),
    about: {
      before,
      since: events[0]?.at ?? work.now(),
      until: events.reduce((last, { at }) => Math.max(last, at), 0),
      leftOut: isPast ? past.leftOut : 0,
      neverThere: isPast ? drafted.filter(({ agentId, shift }) => shift === null && !there.has(agentId)).map(({ name }) => name) : [],
    },
  }
}

/** Day by day, the latest first, so that no answer grows with the window; ascending in the end. */
async function readPast(accountId: number, days: number, served: Set<number>, work: Work, goOn: GoOn) {
  const past: ReplayEvent[][] = []
  let conversations = 0
  let leftOut = 0
  const until = work.now()
  for (let day = 1; day <= days && conversations < MOST_CONVERSATIONS; day++) {
    if (!await goOn((day - 1) / days)) return null
    const args = { p_account_id: accountId, p_from: timestamp(until - day * DAY), p_to: timestamp(until - (day - 1) * DAY) }
    const read = await callRpc(work.admin, 'replay_events', args, Past)
    const events = read.events.flatMap(row => Event.safeParse(row).data ?? [])
    const arrivals = events.filter(event => event.type === 'arrival')
    const asked = new Set(arrivals.filter(({ inboxId }) => served.has(inboxId)).map(({ conversationId }) => conversationId))
    past.unshift(events.filter(event => event.type !== 'availability' && asked.has(event.conversationId)))
    conversations += asked.size
    // Where nobody serves the inbox any more, nobody could be given anything.
    leftOut += read.leftOut + arrivals.length - asked.size
  }
  return { events: past.flat().sort((a, b) => a.at - b.at), conversations, leftOut }
}

/** A person of the board as a replay takes them, without their past. */
export function asToday(row: BoardRow): ReplayAgent {
  return {
    agentId: row.agent_id,
    name: row.name,
    skills: row.skills,
    languages: row.languages,
    teamIds: row.team_ids,
    inboxIds: row.inbox_ids,
    capacity: row.capacity,
    shift: row.shift,
    isRouted: row.is_routed,
    typicalResponseSeconds: row.typical_response_seconds,
  }
}

function asDrafted(agent: ReplayAgent, { isRouted, capacity, shift, skills, languages }: AgentRouting, language: string): ReplayAgent {
  return {
    ...agent,
    isRouted,
    capacity,
    shift,
    skills: Object.fromEntries(skills.map(({ skill, level }) => [skill, level])),
    languages: languages.length > 0 ? languages : LANGUAGES.filter(one => one === language),
  }
}
