import type { SlaTier, TierCondition, TierFacts } from '../contracts/sla.ts'

export interface TierChoice { tier: SlaTier, because: TierCondition }

/** The first enabled tier, by `position` and `id`, of which any condition holds, and that condition; null when none does. */
export function chooseTier(facts: TierFacts, tiers: SlaTier[]): TierChoice | null {
  for (const tier of tiers.filter(({ isEnabled }) => isEnabled).sort((a, b) => a.position - b.position || a.id - b.id)) {
    const because = tier.conditions.find(condition => holds(condition, facts))
    if (because) return { tier, because }
  }
  return null
}

function holds(condition: TierCondition, facts: TierFacts): boolean {
  switch (condition.on) {
    case 'always': return true
    case 'customer_tag': return shares(condition.anyOf, facts.customerTags)
    case 'label': return shares(condition.anyOf, facts.labels)
    case 'category': return facts.category !== null && condition.anyOf.includes(facts.category)
    case 'inbox': return facts.inboxId !== null && condition.anyOf.includes(facts.inboxId)
    case 'lifetime_value': return facts.lifetimeValueMinor !== null && facts.lifetimeValueMinor >= condition.atLeastMinor
  }
}

// Shopify and Chatwoot both compare tags without regard to case.
function shares(wanted: string[], present: string[]): boolean {
  const known = new Set(present.map(tag => tag.toLowerCase()))
  return wanted.some(tag => known.has(tag.toLowerCase()))
}
