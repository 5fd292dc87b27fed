import type { SupabaseEnv } from '@supabase/server'
import type { RuleTestAnswer, SpikeReading } from '../../../shared/contracts/rule.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { RuleTest, SpikeQuestion } from '../../../shared/contracts/rule.ts'
import { planEffects } from '../../../shared/rules/decide.ts'
import { readConditions } from '../../../shared/rules/verdict.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { readJudgesOff, readRuleFacts } from '../_shared/rule-rows.ts'
import { readSpike } from '../_shared/rule-spike.ts'

const AccountRef = ConversationRef.pick({ accountId: true })

/** Tries a rule against a conversation as it stands, and says how a spike's window stands, without doing anything: for admins. */
export function createRules(env?: Partial<SupabaseEnv>, now: () => number = Date.now) {
  return createApp('/rules')
    .use(withSupabase({ auth: 'user', env }))
    .post('/:accountId/test', async (c) => {
      const { accountId } = parse(AccountRef, c.req.param())
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const { rule, conversationId } = parse(RuleTest, await readJson(c.req.raw))
      // `requireMember` has let the admin in; what rules look at is put together for the service.
      const [known] = await readRuleFacts(admin, accountId, [conversationId], now())
      if (!known) throw new ProblemError('conversation_not_found')
      const { matches, reasons } = readConditions(rule.conditions, rule.match, known.facts)
      const spike = rule.event.on === 'category_spike' ? await readSpike(admin, accountId, rule.event, known.facts.judgesOff, now()) : null
      return c.json({
        matches,
        reasons,
        effects: matches ? planEffects(rule, known.facts) : [],
        contactName: known.facts.contactName,
        spike,
      } satisfies RuleTestAnswer)
    })
    .post('/:accountId/spike', async (c) => {
      const { accountId } = parse(AccountRef, c.req.param())
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const { event } = parse(SpikeQuestion, await readJson(c.req.raw))
      return c.json(await readSpike(admin, accountId, event, await readJudgesOff(admin, accountId), now()) satisfies SpikeReading)
    })
}

export const app = createRules()
