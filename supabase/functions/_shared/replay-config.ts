import type { ReplayAgent, ReplayEvent, ReplayResult } from '../../../shared/contracts/replay.ts'
import type { RoutingDraft } from '../../../shared/contracts/routing-settings.ts'
import type { Work } from './jobs.ts'
import type { BoardRow } from './routing-rows.ts'
import { z } from 'zod'
import { LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { ReplayEvent as Event, ReplayConfig } from '../../../shared/contracts/replay.ts'
import { generateMonth } from '../../../shared/replay/generate.ts'
import { inferAvailability } from '../../../shared/replay/infer-roster.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { readPolicy } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { openDesk } from './routing-desk.ts'

const DAY = 86_400_000
// Fewer say nothing about a desk; then a month is made up, and marked as such.
const LEAST_CONVERSATIONS = 100
const PER_PERSON_AND_DAY = 20
const Events = z.array(z.unknown()).transform(rows => rows.flatMap(row => Event.safeParse(row).data ?? []))
const Inboxes = z.array(z.object({ inbox_id: z.number(), is_enabled: z.boolean() }))

export interface ReplayInput { config: ReplayConfig, events: ReplayEvent[], source: ReplayResult['source'] }

/** The account as it is against the draft, over its last days, or over a generated month when it has too few of its own. */
export async function readReplayInput(accountId: number, draft: RoutingDraft, days: number, work: Work): Promise<ReplayInput> {
  const desk = await openDesk(accountId, work)
  const [{ tiers, calendar }, account, isOn] = await Promise.all([
    readPolicy(accountId, work),
    loadAccount(work.admin, accountId),
    isRouting(accountId, work),
  ])
  const past = await readPast(accountId, days, work)
  const isPast = past.filter(({ type }) => type === 'arrival').length >= LEAST_CONVERSATIONS
  const today = desk.rows.filter(row => !row.is_removed).map(asToday)
  const events = isPast ? past : generated(today, account.language, work.now())
  const unknown = isPast ? today.filter(({ shift }) => shift === null).map(({ agentId }) => agentId) : []
  return {
    source: isPast ? 'history' : 'generated',
    events: [...events, ...inferAvailability(events, unknown)],
    config: ReplayConfig.parse({
      agents: today,
      tiers,
      calendar,
      vipTags: account.vipTags,
      before: { assign: isOn ? 'routing' : 'round_robin', policy: desk.policy },
      after: { assign: 'routing', policy: draft.policy, agents: today.map(agent => asDrafted(agent, draft, account.language)) },
    }),
  }
}

async function readPast(accountId: number, days: number, work: Work): Promise<ReplayEvent[]> {
  const found: ReplayEvent[] = []
  const until = work.now()
  // Day by day, so that no answer grows with the window.
  for (let day = days; day > 0; day--) {
    const from = until - day * DAY
    const args = { p_account_id: accountId, p_from: timestamp(from), p_to: timestamp(from + DAY) }
    found.push(...await callRpc(work.admin, 'replay_events', args, Events))
  }
  return found
}

function generated(agents: ReplayAgent[], language: string, now: number): ReplayEvent[] {
  const inboxIds = [...new Set(agents.flatMap(agent => agent.inboxIds))]
  const spoken = [...new Set([...agents.flatMap(agent => agent.languages), ...LANGUAGES.filter(one => one === language)])]
  const languages = spoken.map(one => ({ language: one, share: one === language ? 4 : 1 }))
  return generateMonth({
    seed: 1,
    days: 30,
    perDay: PER_PERSON_AND_DAY * Math.max(1, agents.length),
    from: Math.floor(now / DAY) * DAY - 30 * DAY,
    vipShare: 0.06,
    inboxes: (inboxIds.length > 0 ? inboxIds : [1]).map(inboxId => ({ inboxId, share: 1, languages })),
  })
}

async function isRouting(accountId: number, { admin }: Work): Promise<boolean> {
  const { data, error } = await admin.from('routing_inboxes').select('inbox_id, is_enabled').eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
  return Inboxes.parse(data).some(({ is_enabled }) => is_enabled)
}

function asToday(row: BoardRow): ReplayAgent {
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

function asDrafted(agent: ReplayAgent, { people }: RoutingDraft, language: string): ReplayAgent {
  const drafted = people.find(({ agentId }) => agentId === agent.agentId)
  if (!drafted) return agent
  const { isRouted, capacity, shift, skills, languages } = drafted
  return {
    ...agent,
    isRouted,
    capacity,
    shift,
    skills: Object.fromEntries(skills.map(({ skill, level }) => [skill, level])),
    languages: languages.length > 0 ? languages : LANGUAGES.filter(one => one === language),
  }
}
