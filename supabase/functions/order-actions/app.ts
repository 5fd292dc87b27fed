import type { SupabaseEnv } from '@supabase/server'
import type { Context } from 'hono'
import type { Role } from '../../../shared/contracts/brief.ts'
import type { PlacedActions, RehearsalAnswer } from '../../../shared/contracts/order-action.ts'
import type { ReturnReasons, UploadedLabel } from '../../../shared/contracts/return-action.ts'
import type { Work } from '../_shared/jobs.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { SaveLabelSettings } from '../../../shared/contracts/label-settings.ts'
import { SavedPolicy } from '../../../shared/contracts/money-policy.ts'
import { AskRehearsal, PlaceAction } from '../../../shared/contracts/order-action.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { runInBackground } from '../_shared/jobs.ts'
import { saveLabelSettings, viewLabelSettings } from '../_shared/labels/settings.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { describeStock } from '../_shared/order-actions/describe-stock.ts'
import { describeOrder } from '../_shared/order-actions/describe.ts'
import { placeAction } from '../_shared/order-actions/place.ts'
import { readPolicy, readShopCurrency } from '../_shared/order-actions/policy.ts'
import { openShop, prepare } from '../_shared/order-actions/rehearse.ts'
import { describeOpenReturns, describeReturns } from '../_shared/order-actions/returns/desk.ts'
import { readReasons } from '../_shared/order-actions/returns/shelf.ts'
import { uploadLabel } from '../_shared/order-actions/returns/upload.ts'
import { ActionRow } from '../_shared/order-actions/rows.ts'
import { findVariants } from '../_shared/order-actions/variants.ts'
import { viewActions } from '../_shared/order-actions/view.ts'
import { requireConversation } from '../_shared/require-conversation.ts'

const SHOWN = 50
const ROUNDS = 4
const BREATH_MS = 5_000
const ADMINS: Role[] = ['admin']
const AccountRef = ConversationRef.pick({ accountId: true })
const ActionRef = ConversationRef.extend({ id: z.uuid() })
const OrderQuery = z.object({ id: AskRehearsal.shape.orderId })
const VariantQuery = z.object({ q: z.string().trim().min(1).max(100) })
const Closing = z.object({ isDone: z.boolean() }).strict()

export interface OrderActionsOptions { now?: () => number, fetch?: typeof globalThis.fetch, sleep?: (ms: number) => Promise<void> }

/** What agents do with orders: looked at first, then done once. */
export function createOrderActions(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, sleep = wait }: OrderActionsOptions = {}) {
  return createApp('/order-actions')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId/policy', async (c) => {
      const { caller, supabase, work } = await enter(c, AccountRef)
      return c.json(await readPolicy(supabase, caller.accountId, await readShopCurrency(caller.accountId, work)))
    })
    .put('/:accountId/policy', async (c) => {
      const { caller, supabase, work } = await enter(c, AccountRef, ADMINS)
      const { version, policy } = parse(SavedPolicy, await readJson(c.req.raw))
      const by = { p_account_id: caller.accountId, p_agent_id: caller.agentId, p_now: timestamp(now()) }
      const args = { ...by, p_version: version, p_policy: policy }
      if (!await callRpc(work.admin, 'save_money_policy', args, z.boolean())) throw new ProblemError('policy_changed')
      return c.json(await readPolicy(supabase, caller.accountId, null))
    })
    .get('/:accountId/label-settings', async (c) => {
      const { caller, supabase, work } = await enter(c, AccountRef, ADMINS)
      return c.json(await viewLabelSettings(caller.accountId, supabase, work))
    })
    .put('/:accountId/label-settings', async (c) => {
      const { caller, supabase, work } = await enter(c, AccountRef, ADMINS)
      await saveLabelSettings(parse(SaveLabelSettings, await readJson(c.req.raw)), caller, work)
      return c.json(await viewLabelSettings(caller.accountId, supabase, work))
    })
    .get('/:accountId/return-reasons', async (c) => {
      const { caller, work } = await enter(c, AccountRef)
      return c.json({ reasons: await readReasons((await openShop(caller.accountId, work)).shopify) } satisfies ReturnReasons)
    })
    .get('/:accountId/:conversationId', async (c) => {
      const { ref, supabase } = await enter(c, ConversationRef)
      // The caller's own client: row level security decides what was done for them.
      const { data, error } = await supabase
        .from('order_actions')
        .select()
        .eq('account_id', ref.accountId)
        .eq('conversation_id', ref.conversationId)
        .order('created_at', { ascending: false })
        .limit(SHOWN)
      if (error) throw new ProblemError('internal', { cause: error })
      const actions = await viewActions(z.array(ActionRow).parse(data), supabase, now())
      return c.json({ actions, asOf: now() } satisfies PlacedActions)
    })
    .get('/:accountId/:conversationId/order', async (c) => {
      const { ref, supabase, work } = await enter(c, ConversationRef)
      const { id } = parse(OrderQuery, c.req.query())
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      return c.json(await describeOrder({ ...ref, orderId: id }, work))
    })
    .get('/:accountId/:conversationId/stock', async (c) => {
      const { ref, supabase, work } = await enter(c, ConversationRef)
      const { id } = parse(OrderQuery, c.req.query())
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      return c.json(await describeStock({ ...ref, orderId: id }, work))
    })
    .get('/:accountId/:conversationId/variants', async (c) => {
      const { ref, work } = await enter(c, ConversationRef)
      const { q } = parse(VariantQuery, c.req.query())
      return c.json(await findVariants(ref.accountId, q, work))
    })
    .get('/:accountId/:conversationId/returns', async (c) => {
      const { ref, supabase, work } = await enter(c, ConversationRef)
      const { id } = parse(OrderQuery, c.req.query())
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      return c.json(await describeReturns({ ...ref, orderId: id }, work))
    })
    .get('/:accountId/:conversationId/open-returns', async (c) => {
      const { ref, supabase, work } = await enter(c, ConversationRef)
      const { id } = parse(OrderQuery, c.req.query())
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      return c.json(await describeOpenReturns({ ...ref, orderId: id }, work))
    })
    .post('/:accountId/:conversationId/labels', async (c) => {
      const { ref, supabase, work } = await enter(c, ConversationRef)
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      const url = await uploadLabel(c.req.raw, await openShop(ref.accountId, work), fetch)
      return c.json({ url } satisfies z.infer<typeof UploadedLabel>)
    })
    .post('/:accountId/:conversationId/rehearsals', async (c) => {
      const { ref, caller, supabase, work } = await enter(c, ConversationRef)
      const asked = parse(AskRehearsal, await readJson(c.req.raw))
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      const prepared = await prepare({ ...ref, ...asked, who: caller }, await openShop(ref.accountId, work), work)
      return c.json((prepared.status === 'ready' ? { status: 'ready', rehearsal: prepared.rehearsal } : prepared) satisfies RehearsalAnswer)
    })
    .post('/:accountId/:conversationId', async (c) => {
      const { ref, caller, supabase, work } = await enter(c, ConversationRef)
      const asked = parse(PlaceAction, await readJson(c.req.raw))
      await requireConversation(supabase, ref.accountId, ref.conversationId, work)
      const answer = await placeAction({ ...ref, ...asked, who: caller }, work)
      if (answer.status === 'placed') goOn(answer.action.id, work)
      return c.json(answer)
    })
    .post('/:accountId/:conversationId/:id/stop', async (c) => {
      const { ref, caller, work } = await enter(c, ActionRef)
      const args = { p_account_id: ref.accountId, p_id: ref.id, p_agent_id: caller.agentId, p_now: timestamp(now()) }
      if (!await callRpc(work.admin, 'stop_order_action', args, z.boolean())) throw new ProblemError('action_not_waiting')
      return c.body(null, 204)
    })
    .post('/:accountId/:conversationId/:id/close', async (c) => {
      const { ref, caller, work } = await enter(c, ActionRef, ADMINS)
      const { isDone } = parse(Closing, await readJson(c.req.raw))
      const args = { p_account_id: ref.accountId, p_id: ref.id, p_agent_id: caller.agentId, p_is_done: isDone, p_now: timestamp(now()) }
      if (!await callRpc(work.admin, 'close_order_action', args, z.boolean())) throw new ProblemError('action_not_waiting')
      return c.body(null, 204)
    })

  /** Who asks, proved to be of the account; `work` is the service's, which alone writes what is done with orders. */
  async function enter<R extends { accountId: number }>(c: Context, schema: z.ZodType<R>, roles?: Role[]) {
    const ref = parse(schema, c.req.param())
    const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
    const caller = await requireMember(supabase, userClaims?.id ?? '', ref.accountId, roles)
    return { ref, caller, supabase, work: { admin, now, fetch } }
  }

  /** Whatever is left to do, and the receipt, a little after the answer; if this process dies, the tick does it. */
  function goOn(id: string, work: Work): void {
    runInBackground(async () => {
      await sendEffects(work)
      for (let round = 0; round < ROUNDS; round++) {
        const { data } = await work.admin.from('order_actions').select('state').eq('id', id).in('state', ['ready', 'sent', 'unknown']).maybeSingle()
        if (!data) return
        await sleep(BREATH_MS)
        if (await carryOutDue(work, { id })) await sendEffects(work)
      }
    })
  }
}

async function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

export const app = createOrderActions()
