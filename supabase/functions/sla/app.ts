import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { AttainmentFigure, AttainmentQuestion, MeasuredPromise, PromisesQuestion } from '../../../shared/contracts/attainment.ts'
import { toCsv } from '../../../shared/sla/csv.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, requireMember } from '../_shared/caller.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { readLinkBase } from '../_shared/link-base.ts'
import { readMailer } from '../_shared/mail.ts'
import { readSlack } from '../_shared/slack.ts'

const AccountRef = z.object({ accountId: z.coerce.number().int().positive() })
const LEADERS = ['supervisor', 'admin'] as const
const MOST_ROWS = 1_000
const COLUMNS = { tier: 'tier', agent: 'agent_id', team: 'team_id', inbox: 'inbox_id', day: 'day', kind: 'kind', all: null } as const

/** How well promises are kept, and by what ways people hear when one is not: for supervisors and admins. */
export function createSla(env?: Partial<SupabaseEnv>, now: () => number = Date.now) {
  return createApp('/sla')
    .use(withSupabase({ auth: 'user', env }))
    .use('/:accountId/*', async (c, next) => {
      const { supabase, userClaims } = c.var.supabaseContext
      await requireMember(supabase, userClaims?.id ?? '', parse(AccountRef, { accountId: c.req.param('accountId') }).accountId, [...LEADERS])
      await next()
    })
    .get('/:accountId/attainment', async (c) => {
      const figures = await readFigures(c.var.supabaseContext.supabase, c.req.param('accountId'), parse(AttainmentQuestion, c.req.query()), now())
      return c.json({ figures })
    })
    .get('/:accountId/attainment.csv', async (c) => {
      const question = parse(AttainmentQuestion, c.req.query())
      const figures = await readFigures(c.var.supabaseContext.supabase, c.req.param('accountId'), question, now())
      const columns = Object.keys(AttainmentFigure.shape)
      return csv(`sla-${question.by}`, columns, figures.map(figure => Object.values(figure)))
    })
    .get('/:accountId/promises', async (c) => {
      const promises = await readPromises(c.var.supabaseContext.supabase, c.req.param('accountId'), parse(PromisesQuestion, c.req.query()), now())
      return c.json({ promises, linkBase: await readLinkBase(c.var.supabaseContext.supabase, Number(c.req.param('accountId'))) })
    })
    .get('/:accountId/promises.csv', async (c) => {
      const promises = await readPromises(c.var.supabaseContext.supabase, c.req.param('accountId'), parse(PromisesQuestion, c.req.query()), now())
      return csv('promises', Object.keys(MeasuredPromise.shape), promises.map(promise => Object.values(promise)))
    })
    .get('/:accountId/channels', async (c) => {
      const { accountId } = parse(AccountRef, c.req.param())
      // Whether an address exists, never the address; who asks leads this account.
      const slack = await readSlack(c.var.supabaseContext.supabaseAdmin, accountId)
      return c.json({ hasMail: readMailer() !== null, hasSlack: slack !== null })
    })
}

// The caller's own client: row level security and the function itself decide what they see.
async function readFigures(supabase: SupabaseClient, accountId: string, question: AttainmentQuestion, now: number) {
  const args = { ...periodOf(accountId, question, now), p_by: question.by, p_kind: question.kind ?? null }
  return callRpc(supabase, 'sla_attainment', args, z.array(AttainmentFigure))
}

async function readPromises(supabase: SupabaseClient, accountId: string, question: z.infer<typeof PromisesQuestion>, now: number) {
  const { by, key, kind, outcome } = question
  let query = supabase.rpc('sla_promises_measured', periodOf(accountId, question, now)).order('started_at', { ascending: false }).limit(MOST_ROWS)
  if (kind) query = query.eq('kind', kind)
  if (outcome) query = query.eq('outcome', outcome)
  const column = COLUMNS[by]
  if (column && key !== undefined) query = key === '' ? query.is(column, null) : query.eq(column, key)
  const { data, error } = await query
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(MeasuredPromise).parse(data)
}

function periodOf(accountId: string, { from, to, withEarlier }: AttainmentQuestion, now: number) {
  return { p_account_id: Number(accountId), p_from: from, p_to: to, p_now: timestamp(now), p_with_earlier: withEarlier }
}

function csv(name: string, columns: string[], rows: (string | number | boolean | null)[][]): Response {
  return new Response(toCsv(columns, rows), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"` },
  })
}

export const app = createSla()
