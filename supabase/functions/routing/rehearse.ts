import type { RoutingDraft, RoutingRehearsal } from '../../../shared/contracts/routing-settings.ts'
import type { RoutableAgent } from '../../../shared/routing/facts.ts'
import type { Work } from '../_shared/jobs.ts'
import type { RoutingDesk } from '../_shared/routing-desk.ts'
import { z } from 'zod'
import { LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { decide } from '../../../shared/routing/decide.ts'
import { isOnShift } from '../../../shared/routing/shift.ts'
import { loadAccount } from '../_shared/account.ts'
import { ProblemError } from '../_shared/app.ts'
import { readFacts, viewDesk } from '../_shared/routing-desk.ts'
import { toConversation } from '../_shared/routing-rows.ts'

const Contact = z.object({ name: z.string() }).nullable()

/** Who would get this conversation now, and why; nothing is assigned. Refuses with `conversation_not_found`. */
export async function rehearse(
  accountId: number,
  conversationId: number,
  draft: RoutingDraft | undefined,
  work: Work,
): Promise<RoutingRehearsal> {
  const desk = await viewDesk(accountId, work)
  const facts = (await readFacts(desk, [conversationId])).get(conversationId)
  if (!facts) throw new ProblemError('conversation_not_found')
  const { language } = await loadAccount(work.admin, accountId)
  const agents = draft ? drafted(desk, draft, language, work.now()) : desk.agents
  // Whoever has it would have one slot less if they were asked again.
  const holder = desk.rows.find(row => row.chatwoot_user_id === facts.assignee_id)
  const free = agents.map(agent => agent.agentId === holder?.agent_id ? { ...agent, load: Math.max(0, agent.load - 1) } : agent)
  const conversation = toConversation(facts, desk.vipTags, work.now())
  const policy = draft?.policy ?? desk.policy
  const { data, error } = await work.admin.from('contacts').select('name').eq('account_id', accountId).eq('contact_id', facts.contact_id).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return {
    decision: decide({ conversation, agents: free, history: facts.services, policy, seed: conversationId }, work.now()),
    contactName: Contact.parse(data)?.name ?? '',
    category: facts.category,
    language: facts.language,
    isVip: conversation.isVip,
    assigneeName: holder?.name ?? null,
  }
}

function drafted({ agents, rows }: RoutingDesk, { people }: RoutingDraft, language: string, now: number): RoutableAgent[] {
  return agents.map((agent) => {
    const wish = people.find(({ agentId }) => agentId === agent.agentId)
    const row = rows.find(({ agent_id }) => agent_id === agent.agentId)
    if (!wish || !row || row.is_removed) return agent
    return {
      ...agent,
      isRouted: wish.isRouted,
      capacity: wish.capacity,
      languages: wish.languages.length > 0 ? wish.languages : LANGUAGES.filter(one => one === language),
      skills: Object.fromEntries(wish.skills.map(({ skill, level }) => [skill, level])),
      isOnDuty: row.availability === 'online' && isOnShift(wish.shift, now),
    }
  })
}
