import type { Language } from '#shared/contracts/judgement'
import type { RoutingDecision, RoutingObstacle, RoutingReason } from '#shared/contracts/routing'
import type { ParseKeys, TFunction } from 'i18next'

const LANGUAGE = { en: 'language.en', es: 'language.es', fr: 'language.fr' } as const satisfies Record<Language, ParseKeys>
const OBSTACLE = {
  not_routed: 'assignment.obstacle.not_routed',
  not_in_inbox: 'assignment.obstacle.not_in_inbox',
  not_in_team: 'assignment.obstacle.not_in_team',
  off_duty: 'assignment.obstacle.off_duty',
  language: 'assignment.obstacle.language',
  skill: 'assignment.obstacle.skill',
  full: 'assignment.obstacle.full',
} as const satisfies Record<RoutingObstacle, string>

/** Why somebody was chosen, or what kept everybody from it, a phrase each. */
export function decisionWords(decision: RoutingDecision, t: TFunction): string[] {
  return decision.outcome === 'chosen'
    ? decision.reasons.map(reason => reasonWords(reason, t))
    : decision.obstacles.map(({ obstacle, people }) => t(OBSTACLE[obstacle], { count: people }))
}

function reasonWords(reason: RoutingReason, t: TFunction): string {
  switch (reason.kind) {
    case 'skill': return t('assignment.reason.skill', { skill: reason.skill, level: reason.level })
    case 'skill_relaxed': return t('assignment.reason.skill_relaxed', { skill: reason.skill, level: reason.level, needed: reason.needed })
    case 'language': return t('assignment.reason.language', { language: t(LANGUAGE[reason.language]) })
    case 'language_relaxed': return t('assignment.reason.language_relaxed', { language: t(LANGUAGE[reason.language]) })
    case 'continuity': return t('assignment.reason.continuity', { count: reason.times })
    case 'response': return t('assignment.reason.response', { count: Math.max(1, Math.round(reason.seconds / 60)) })
    case 'vip': return t('assignment.reason.vip')
    case 'lighter': return t('assignment.reason.lighter', { name: reason.than })
    case 'alone': return t('assignment.reason.alone')
    case 'load': return t('assignment.reason.load', { load: reason.load, capacity: reason.capacity })
  }
}
