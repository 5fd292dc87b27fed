import type { ReplayAgent, ReplayEvent } from '../../../shared/contracts/replay.ts'
import type { Account } from './account.ts'
import { LANGUAGES } from '../../../shared/contracts/judgement.ts'
import { generateMonth } from '../../../shared/replay/generate.ts'

const DAY = 86_400_000
const DAYS = 30
// A desk that is neither idle nor drowning: about two and a half hours of hands-on time each.
const PER_PERSON_AND_DAY = 20
const VIP_SHARE = 0.06

/** A month for an account that has none of its own yet: as many conversations as its people could answer, in its inboxes and languages. */
export function generatedMonth(agents: ReplayAgent[], { language, vipTags }: Pick<Account, 'language' | 'vipTags'>, now: number): ReplayEvent[] {
  const spoken = LANGUAGES.filter(one => one === language || agents.some(agent => agent.languages.includes(one)))
  const languages = spoken.map(one => ({ language: one, share: one === language ? 4 : 1 }))
  const month = generateMonth({
    seed: 1,
    days: DAYS,
    perDay: PER_PERSON_AND_DAY * agents.length,
    from: Math.floor(now / DAY) * DAY - DAYS * DAY,
    vipShare: VIP_SHARE,
    inboxes: [...new Set(agents.flatMap(({ inboxIds }) => inboxIds))].map(inboxId => ({ inboxId, share: 1, languages })),
  })
  const [vipTag] = vipTags
  return month.map(event => event.type === 'arrival' && event.customerTags.length > 0 && vipTag ? { ...event, customerTags: [vipTag] } : event)
}
