import type { Language } from '#shared/contracts/judgement'
import type { RoutingDecision, RoutingObstacle, RoutingReason } from '#shared/contracts/routing'
import type { AssignmentKey } from './words'
import { t } from './words'

const LANGUAGE = {
  en: 'assignment.language.en',
  es: 'assignment.language.es',
  fr: 'assignment.language.fr',
} as const satisfies Record<Language, AssignmentKey>
const OBSTACLE = {
  not_routed: 'assignment.obstacle.not_routed',
  not_in_inbox: 'assignment.obstacle.not_in_inbox',
  not_in_team: 'assignment.obstacle.not_in_team',
  off_duty: 'assignment.obstacle.off_duty',
  language: 'assignment.obstacle.language',
  skill: 'assignment.obstacle.skill',
  full: 'assignment.obstacle.full',
} as const satisfies Record<RoutingObstacle, AssignmentKey>

/** Why somebody was chosen, or what kept everybody from it, a phrase each. */
export function decisionWords(decision: RoutingDecision): string[] {
  return decision.outcome === 'chosen'
    ? decision.reasons.map(reasonWords)
    : decision.obstacles.map(({ obstacle, people }) => t(OBSTACLE[obstacle], { count: people }))
}

/** When less is asked for, as `time` writes it; empty when waiting alone does not help. */
export function relaxWords(decision: RoutingDecision, time: (at: number) => string): string {
  return decision.outcome === 'nobody' && decision.relaxesAt !== null ? t('assignment.relaxes', { time: time(decision.relaxesAt) }) : ''
}

function reasonWords(reason: RoutingReason): string {
  switch (reason.kind) {
    case 'skill': return t('assignment.reason.skill', { skill: reason.skill, level: reason.level })
    case 'skill_relaxed': return t('assignment.reason.skill_relaxed', { skill: reason.skill, level: reason.level, needed: reason.needed })
    case 'language': return t('assignment.reason.language', { language: t(LANGUAGE[reason.language]) })
    case 'language_relaxed': return t('assignment.reason.language_relaxed', { language: t(LANGUAGE[reason.language]) })
    case 'continuity': return t('assignment.reason.continuity', { count: reason.times })
    case 'response': return t('assignment.reason.response', { count: Math.max(1, Math.round(reason.seconds / 60)) })
    case 'vip': return t('assignment.reason.vip')
    case 'lighter': return t('assignment.reason.lighter', { name: reason.than })
    case 'only_one': return t('assignment.reason.sole')
    case 'load': return t('assignment.reason.load', { load: reason.load, capacity: reason.capacity })
  }
}
