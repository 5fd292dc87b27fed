import type { SupabaseClient } from '@supabase/supabase-js'
import type { KnownRule } from '../../../shared/rules/decide.ts'
import type { RuleFacts } from '../../../shared/rules/facts.ts'
import { z } from 'zod'
import { ConversationStatus, Priority } from '../../../shared/contracts/conversation.ts'
import { JudgeName } from '../../../shared/contracts/judges.ts'
import { RuleEvent } from '../../../shared/contracts/rule.ts'
import { readRule } from '../../../shared/rules/read.ts'
import { openTimeBetween } from '../../../shared/sla/calendar.ts'
import { ProblemError } from './app.ts'
import { readCalendar } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

const Instant = z.string().transform(text => Date.parse(text)).pipe(z.number())
export const RuleRow = z.object({ id: z.number(), position: z.number(), enabled_at: Instant, definition: z.unknown() })
const On = z.enum(RuleEvent.options.map(option => option.shape.on.value))
const FactsRow = z.object({
  conversation_id: z.number(),
  category: z.string().nullable(),
  is_category_decided: z.boolean(),
  language: z.string().nullable(),
  mood: z.string().nullable(),
  is_frustrated: z.boolean().nullable(),
  tier_id: z.number().nullable(),
  customer_tags: z.array(z.string()).nullable(),
  lifetime_value_minor: z.number().nullable(),
  labels: z.array(z.string()),
  inbox_id: z.number(),
  channel: z.string().nullable(),
  team_id: z.number().nullable(),
  priority: Priority.nullable(),
  assignee_id: z.number().nullable(),
  contact_name: z.string(),
  opened_at: Instant,
  status: ConversationStatus,
  spoke_last_at: Instant.nullable(),
  spoke_last: z.enum(['customer', 'shop']).nullable(),
  is_shop_asked: z.boolean(),
  happenings: z.array(z.object({ key: z.string(), on: On, at: Instant })),
  done: z.array(z.string()),
})
const Setting = z.object({ judge: JudgeName, is_acting: z.boolean(), paused_at: z.string().nullable() })

/** The rules of an account that are on; those that cannot be read are among them, marked. */
export async function readEnabledRules(admin: SupabaseClient, accountId: number): Promise<KnownRule[]> {
  const { data, error } = await admin
    .from('automation_rules')
    .select('id, position, enabled_at, definition')
    .match({ account_id: accountId, is_enabled: true })
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(RuleRow).parse(data).map(({ enabled_at, ...row }) => readRule({ ...row, enabledAt: enabled_at }))
}

/** What the rules look at in these conversations, as they stand now. */
export async function readRuleFacts(admin: SupabaseClient, accountId: number, conversationIds: number[], now: number) {
  const [rows, calendar, judgesOff] = await Promise.all([
    callRpc(admin, 'rule_facts', { p_account_id: accountId, p_conversation_ids: conversationIds, p_now: timestamp(now) }, z.array(FactsRow)),
    readCalendar(accountId, admin),
    readJudgesOff(admin, accountId),
  ])
  const isOpenHours = openTimeBetween(now, now + 1, calendar) > 0
  return rows.map(row => ({
    conversationId: row.conversation_id,
    openedAt: row.opened_at,
    isShopAsked: row.is_shop_asked,
    happenings: row.happenings,
    done: new Set(row.done),
    facts: {
      category: row.category,
      isCategoryDecided: row.is_category_decided,
      language: row.language,
      mood: row.mood,
      isFrustrated: row.is_frustrated,
      tierId: row.tier_id,
      customerTags: row.customer_tags,
      lifetimeValueMinor: row.lifetime_value_minor,
      labels: row.labels,
      inboxId: row.inbox_id,
      channel: row.channel,
      teamId: row.team_id,
      priority: row.priority,
      assigneeId: row.assignee_id,
      isOpenHours,
      contactName: row.contact_name,
      status: row.status,
      spokeLast: row.spoke_last && row.spoke_last_at !== null ? { by: row.spoke_last, agoMs: now - row.spoke_last_at } : null,
      judgesOff,
    } satisfies RuleFacts,
  }))
}
export type KnownConversation = Awaited<ReturnType<typeof readRuleFacts>>[number]

/** The judges that may not act: the category unless an admin lets it and drift has not stopped it; the others have no switch but drift. */
export async function readJudgesOff(admin: SupabaseClient, accountId: number): Promise<JudgeName[]> {
  const { data, error } = await admin.from('judge_settings').select('judge, is_acting, paused_at').eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
  const settings = z.array(Setting).parse(data)
  return JudgeName.options.filter((judge) => {
    const setting = settings.find(one => one.judge === judge)
    return judge === 'category' ? !setting?.is_acting : Boolean(setting?.paused_at)
  })
}
