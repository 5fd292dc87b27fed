import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Embedder } from '../_shared/embeddings.ts'
import type { Work } from '../_shared/jobs.ts'
import type { ResolveHost } from '../_shared/resolve-host.ts'
import type { KnownMacro } from './rows.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { RehearsalRequest, RunRequest } from '../../../shared/contracts/macro.ts'
import { SaveWebhook } from '../../../shared/contracts/webhook.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { createEmbedder } from '../_shared/embeddings.ts'
import { advanceMacro, nextWish } from '../_shared/jobs-macro.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { runInBackground } from '../_shared/jobs.ts'
import { advanceUndo, previewUndo, startUndo } from '../_shared/macro-undo.ts'
import { requireConversation } from '../_shared/require-conversation.ts'
import { readWebhooks, saveWebhook } from '../_shared/webhooks.ts'
import { importChatwootMacros } from './import.ts'
import { rehearse } from './rehearse.ts'
import { readMacro, readRun, readRunRow, readShelf } from './rows.ts'

const RunRef = ConversationRef.extend({ runId: z.uuid() })
/** With what is proposed, or (null) after another look at the world. */
const GoOn = z.object({ digest: z.string().max(100).nullable() }).strict()
/** With what was shown. */
const UndoRequest = z.object({ digest: z.string().max(100) }).strict()
const WebhookRef = z.object({ id: z.coerce.number().int().positive() })
const Started = z.array(z.object({ id: z.uuid(), is_new: z.boolean() }))

interface Who { supabase: SupabaseClient, supabaseAdmin: SupabaseClient, userClaims: { id: string } | null }
export interface MacrosOptions {
  now?: () => number
  fetch?: typeof fetch
  embedder?: Embedder | null
  resolveHost?: ResolveHost
}

/**
 * Macros beside a conversation: what there is, what one would do, and doing it once; what was done, stopping it, and trying again.
 * For admins, those that the account has in Chatwoot, and the webhooks that macros may call.
 */
export function createMacros(
  env?: Partial<SupabaseEnv>,
  { now = Date.now, fetch, embedder = createEmbedder(), resolveHost }: MacrosOptions = {},
) {
  async function enter({ supabase, supabaseAdmin: admin, userClaims }: Who, params: unknown) {
    const ref = parse(ConversationRef, params)
    const userId = userClaims?.id ?? ''
    const caller = await requireMember(supabase, userId, ref.accountId)
    const work: Work = { admin, now, fetch, resolveHost }
    const asking = { supabase, admin, userId, ...ref, now: now(), fetch, embedder }
    const undoing = { ...ref, who: caller }
    return { ...ref, supabase, admin, caller, work, asking, undoing }
  }

  async function enterAsAdmin({ supabase, userClaims }: Who, params: unknown) {
    const { accountId } = parse(ConversationRef.pick({ accountId: true }), params)
    return { supabase, caller: await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin']) }
  }

  return createApp('/macros')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId/chatwoot/macros', async (c) => {
      const { caller } = await enterAsAdmin(c.var.supabaseContext, c.req.param())
      return c.json(await importChatwootMacros(c.var.supabaseContext.supabaseAdmin, caller.accountId, fetch))
    })
    .get('/:accountId/settings/webhooks', async (c) => {
      const { supabase, caller } = await enterAsAdmin(c.var.supabaseContext, c.req.param())
      return c.json({ webhooks: await readWebhooks(supabase, caller.accountId) })
    })
    .put('/:accountId/settings/webhooks', async (c) => {
      const { supabase, supabaseAdmin: admin } = c.var.supabaseContext
      const { caller } = await enterAsAdmin(c.var.supabaseContext, c.req.param())
      await saveWebhook(parse(SaveWebhook, await readJson(c.req.raw)), caller, admin, now())
      return c.json({ webhooks: await readWebhooks(supabase, caller.accountId) })
    })
    .delete('/:accountId/settings/webhooks/:id', async (c) => {
      const { supabase, supabaseAdmin: admin } = c.var.supabaseContext
      const { caller } = await enterAsAdmin(c.var.supabaseContext, c.req.param())
      const { id } = parse(WebhookRef, c.req.param())
      const args = { p_account_id: caller.accountId, p_id: id, p_agent_id: caller.agentId }
      await callRpc(admin, 'remove_macro_webhook', args, z.boolean())
      return c.json({ webhooks: await readWebhooks(supabase, caller.accountId) })
    })
    .get('/:accountId/:conversationId', async (c) => {
      const { supabase, asking } = await enter(c.var.supabaseContext, c.req.param())
      return c.json(await readShelf(supabase, asking))
    })
    .post('/:accountId/:conversationId/rehearse', async (c) => {
      const { supabase, caller, work, asking } = await enter(c.var.supabaseContext, c.req.param())
      const asked = parse(RehearsalRequest, await readJson(c.req.raw))
      // A draft shows what it would do; only who may save it needs to see that.
      if ('definition' in asked && caller.role !== 'admin') throw new ProblemError('forbidden')
      const macro: Pick<KnownMacro, 'definition' | 'version'> = 'definition' in asked
        ? { definition: asked.definition, version: 0 }
        : await readMacro(supabase, asking.accountId, asked.macroId)
      await requireConversation(supabase, asking.accountId, asking.conversationId, work)
      return c.json(await rehearse(macro, asking, caller, { answers: asked.inputs, orderId: asked.orderId }))
    })
    .post('/:accountId/:conversationId/run', async (c) => {
      const { supabase, admin, caller, work, asking, accountId, conversationId } = await enter(c.var.supabaseContext, c.req.param())
      const { macroId, inputs, orderId, digest, key } = parse(RunRequest, await readJson(c.req.raw))
      const macro = await readMacro(supabase, accountId, macroId)
      await requireConversation(supabase, accountId, conversationId, work)
      const known = await findByKey(supabase, accountId, conversationId, key)
      if (known) return c.json(await readRun(supabase, asking, known), 202)

      const { plan, digest: current, canRun } = await rehearse(macro, asking, caller, { answers: inputs, orderId })
      if (!canRun) throw new ProblemError('macro_incomplete')
      if (current !== digest) throw new ProblemError('macro_changed')
      const [started] = await callRpc(admin, 'start_macro_run', {
        p_account_id: accountId,
        p_conversation_id: conversationId,
        p_macro_id: macroId,
        p_version: macro.version,
        p_name: macro.definition.name,
        p_key: key,
        p_agent_id: caller.agentId,
        p_agent_name: caller.name,
        p_plan: plan,
        p_now: timestamp(now()),
      }, Started)
      if (!started) throw new ProblemError('idempotency_conflict')
      runInBackground(async () => advanceMacro(started.id, work))
      return c.json(await readRun(supabase, asking, started.id), 202)
    })
    .post('/:accountId/:conversationId/runs/:runId/stop', async (c) => {
      const { runId } = parse(RunRef, c.req.param())
      const { supabase, admin, work, asking, accountId } = await enter(c.var.supabaseContext, c.req.param())
      await readRun(supabase, asking, runId)
      const args = { p_account_id: accountId, p_run_id: runId, p_now: timestamp(now()) }
      if (!await callRpc(admin, 'stop_macro_run', args, z.boolean())) throw new ProblemError('run_not_found')
      await advanceMacro(runId, work)
      return c.json(await readRun(supabase, asking, runId))
    })
    .post('/:accountId/:conversationId/runs/:runId/go-on', async (c) => {
      const { runId } = parse(RunRef, c.req.param())
      const { digest } = parse(GoOn, await readJson(c.req.raw))
      const { supabase, admin, work, asking, accountId } = await enter(c.var.supabaseContext, c.req.param())
      const { change } = await readRun(supabase, asking, runId)
      if (!change) throw new ProblemError('run_not_found')
      if (digest !== null && change.digest !== digest) throw new ProblemError('macro_changed')
      if (digest !== null && !change.canRun) throw new ProblemError('macro_incomplete')
      const args = { p_account_id: accountId, p_run_id: runId, p_digest: digest, p_now: timestamp(now()) }
      if (!await callRpc(admin, 'resume_macro_run', args, z.boolean())) throw new ProblemError('run_not_found')
      runInBackground(async () => advanceMacro(runId, work))
      return c.json(await readRun(supabase, asking, runId), 202)
    })
    .get('/:accountId/:conversationId/runs/:runId/undo', async (c) => {
      const { runId } = parse(RunRef, c.req.param())
      const { supabase, work, asking, undoing } = await enter(c.var.supabaseContext, c.req.param())
      return c.json(await previewUndo(await readRunRow(supabase, asking, runId), undoing, work))
    })
    .post('/:accountId/:conversationId/runs/:runId/undo', async (c) => {
      const { runId } = parse(RunRef, c.req.param())
      const { digest } = parse(UndoRequest, await readJson(c.req.raw))
      const { supabase, work, asking, undoing } = await enter(c.var.supabaseContext, c.req.param())
      await startUndo(await readRunRow(supabase, asking, runId), digest, undoing, work)
      runInBackground(async () => advanceUndo(runId, work))
      return c.json(await readRun(supabase, asking, runId), 202)
    })
    .post('/:accountId/:conversationId/runs/:runId/retry', async (c) => {
      const { runId } = parse(RunRef, c.req.param())
      const { supabase, admin, work, asking, accountId } = await enter(c.var.supabaseContext, c.req.param())
      await readRun(supabase, asking, runId)
      const args = { p_account_id: accountId, p_run_id: runId, p_now: timestamp(now()), ...await nextWish(runId, admin) }
      if (!await callRpc(admin, 'retry_macro_run', args, z.boolean())) throw new ProblemError('run_not_found')
      runInBackground(async () => advanceMacro(runId, work))
      return c.json(await readRun(supabase, asking, runId), 202)
    })
}

// A double click finds the run of the first one, whatever the conversation has become since.
async function findByKey(supabase: SupabaseClient, accountId: number, conversationId: number, key: string): Promise<string | null> {
  const { data, error } = await supabase
    .from('macro_runs')
    .select('id')
    .match({ account_id: accountId, conversation_id: conversationId, key })
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return data ? z.object({ id: z.uuid() }).parse(data).id : null
}

export const app = createMacros()
