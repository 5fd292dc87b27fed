import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Approvals } from '../../../shared/contracts/approval.ts'
import type { ProblemCode } from '../../../shared/contracts/problem.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Lane } from '../_shared/jobs.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ApprovalState, Decision } from '../../../shared/contracts/approval.ts'
import { Role } from '../../../shared/contracts/brief.ts'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { ActionState, Rehearsal } from '../../../shared/contracts/order-action.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { runDueJobs, runInBackground } from '../_shared/jobs.ts'
import { readLinkBase } from '../_shared/link-base.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { sendDue } from '../_shared/outbox.ts'

const AccountRef = ConversationRef.pick({ accountId: true })
const Ref = AccountRef.extend({ id: z.coerce.number().int().positive() })
/** Those of one conversation, where it is named. */
const Which = z.object({ conversation: z.coerce.number().int().positive().optional() })
const Instant = z.string().transform(text => Date.parse(text))
const Row = z.object({
  id: z.number(),
  conversation_id: z.number(),
  contact_name: z.string(),
  kind: z.string(),
  content: z.string(),
  requested_as: z.string(),
  requested_by: z.number().nullable(),
  is_rule: z.boolean(),
  needed_role: Role,
  due_at: Instant,
  state: ApprovalState,
  decided_by_name: z.string().nullable(),
  decided_at: Instant.nullable(),
  edited_content: z.string().nullable(),
  reason: z.string().nullable(),
  created_at: Instant,
  last_message: z.string(),
  is_newer: z.boolean(),
  send_state: z.string().nullable(),
  rehearsal: Rehearsal.nullable(),
  wish: z.string().nullable(),
  action_state: ActionState.nullable(),
})
const KNOWN_KINDS = ['draft', 'order_action', 'macro_step']
const RUNS: Lane = { only: ['run_macro'] }
const REFUSALS: Record<string, ProblemCode> = {
  not_found: 'approval_not_waiting',
  forbidden: 'forbidden',
  own: 'forbidden',
  decided: 'approval_not_waiting',
  unknown_kind: 'invalid_request',
}

export interface ApprovalsOptions { now?: () => number, fetch?: typeof globalThis.fetch }

/** What waits for a person: the list with its clocks, and the decision, which counts once. */
export function createApprovals(env?: Partial<SupabaseEnv>, { now = Date.now, fetch }: ApprovalsOptions = {}) {
  return createApp('/approvals')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId', async (c) => {
      const { accountId } = parse(AccountRef, c.req.param())
      const { supabase, userClaims } = c.var.supabaseContext
      const { conversation } = parse(Which, c.req.query())
      return c.json(await readApprovals(supabase, await requireMember(supabase, userClaims?.id ?? '', accountId), now(), conversation))
    })
    .post('/:accountId/:id', async (c) => {
      const { accountId, id } = parse(Ref, c.req.param())
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const caller = await requireMember(supabase, userClaims?.id ?? '', accountId)
      const { conversation } = parse(Which, c.req.query())
      const asked = parse(Decision, await readJson(c.req.raw))
      // Who may decide what, the database function says; the outbox is written by the service only.
      const outcome = await callRpc(admin, 'decide_approval', {
        p_account_id: accountId,
        p_id: id,
        p_is_approved: asked.decision === 'approve',
        p_agent_id: caller.agentId,
        p_content: asked.decision === 'approve' ? asked.text ?? null : null,
        p_reason: asked.decision === 'refuse' ? asked.reason || null : null,
        p_now: timestamp(now()),
      }, z.string())
      if (outcome !== 'done') throw new ProblemError(REFUSALS[outcome] ?? 'internal')
      const work = { admin, now, fetch }
      // Whatever happens here, the tick goes on with it.
      runInBackground(async () => {
        if (asked.decision === 'approve') {
          await sendDue(admin, createDeliver(work), now)
          if (await carryOutDue(work)) await sendEffects(work)
        }
        await runDueJobs(JOB_HANDLERS, work, 0, undefined, RUNS)
      })
      return c.json(await readApprovals(supabase, caller, now(), conversation))
    })
}

// The caller's own client: row level security decides what waits for them.
async function readApprovals(supabase: SupabaseClient, caller: Caller, now: number, conversation: number | undefined): Promise<Approvals> {
  const [rows, linkBase] = await Promise.all([
    callRpc(supabase, 'approval_rows', { p_account_id: caller.accountId, p_conversation_id: conversation ?? null }, z.array(Row)),
    readLinkBase(supabase, caller.accountId),
  ])
  return {
    approvals: rows.map(row => ({
      id: row.id,
      conversationId: row.conversation_id,
      contactName: row.contact_name,
      kind: row.kind,
      content: row.content,
      requestedAs: row.requested_as,
      isByRule: row.is_rule,
      neededRole: row.needed_role,
      dueAt: row.due_at,
      // The tick writes it down within a minute; nobody shall be offered it until then.
      state: row.state === 'waiting' && row.due_at <= now ? 'expired' : row.state,
      decidedBy: row.decided_by_name,
      decidedAt: row.decided_at,
      editedContent: row.edited_content,
      reason: row.reason,
      createdAt: row.created_at,
      lastMessage: row.last_message,
      isNewer: row.is_newer,
      sendState: row.send_state,
      rehearsal: row.rehearsal,
      wish: row.wish,
      actionState: row.action_state,
      canApprove: mayApprove(row, caller),
    })),
    linkBase,
    asOf: now,
  }
}

function mayApprove({ kind, requested_by, needed_role }: z.infer<typeof Row>, { chatwootUserId, role }: Caller): boolean {
  return KNOWN_KINDS.includes(kind) && requested_by !== chatwootUserId && rank(role) >= rank(needed_role)
}

function rank(role: Role): number {
  return Role.options.indexOf(role)
}

export const app = createApprovals()
