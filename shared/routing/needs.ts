import type { Language } from '../contracts/judgement.ts'
import type { RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation } from './facts.ts'
import { LANGUAGES } from '../contracts/judgement.ts'

const MINUTE = 60_000

/** What is asked of a person: skills by level, a language, a team. */
export interface Needs { skills: Record<string, number>, language: Language | null, teamId: number | null }

/**
 * What a conversation asks for, before any waiting, of those who serve its inbox. Nobody is asked for what none of them
 * has: the best level among them is enough, and a language that none of them speaks is no condition.
 */
export function needsOf(conversation: RoutedConversation, policy: RoutingPolicy, colleagues: RoutableAgent[]): Needs {
  const skills: Record<string, number> = {}
  for (const { on, value, skill, level } of policy.needs) {
    const isAsked = on === 'category'
      ? conversation.category === value && conversation.categoryConfidence >= policy.minConfidence
      : conversation.labels.some(label => label.toLowerCase() === value.toLowerCase())
    if (!isAsked) continue
    const best = Math.max(0, ...colleagues.map(agent => agent.skills[skill] ?? 0))
    const wanted = Math.min(level, best)
    if (wanted > 0) skills[skill] = Math.max(skills[skill] ?? 0, wanted)
  }
  const language = LANGUAGES.find(one => one === conversation.language) ?? null
  const { teamId } = conversation
  return {
    skills,
    language: language && colleagues.some(agent => agent.languages.includes(language)) ? language : null,
    teamId: teamId !== null && colleagues.some(agent => agent.teamIds.includes(teamId)) ? teamId : null,
  }
}

/** The same needs after `waitedMs`: each only ever asks for less. */
export function relaxNeeds({ skills, language, teamId }: Needs, waitedMs: number, policy: RoutingPolicy): Needs {
  const drop = policy.levelDropMinutes === null ? 0 : Math.floor(Math.max(0, waitedMs) / (policy.levelDropMinutes * MINUTE))
  const isWish = policy.languageDropMinutes !== null && waitedMs >= policy.languageDropMinutes * MINUTE
  return {
    skills: Object.fromEntries(Object.entries(skills)
      .map(([skill, level]) => [skill, level - drop] as const)
      .filter(([, level]) => level > 0)),
    language: isWish ? null : language,
    teamId,
  }
}

/** The waiting times (ms) at which these needs ask for less, in order. */
export function relaxationSteps({ skills, language }: Needs, policy: RoutingPolicy): number[] {
  const { levelDropMinutes, languageDropMinutes } = policy
  const highest = Math.max(0, ...Object.values(skills))
  const levels = levelDropMinutes === null ? [] : Array.from({ length: highest }, (_, index) => (index + 1) * levelDropMinutes)
  const languages = language === null || languageDropMinutes === null ? [] : [languageDropMinutes]
  return [...levels, ...languages].map(minutes => minutes * MINUTE).sort((a, b) => a - b)
}
