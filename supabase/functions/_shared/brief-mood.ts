import type { SupabaseClient } from '@supabase/supabase-js'
import type { Brief } from '../../../shared/contracts/brief.ts'
import type { Turn } from '../../../shared/contracts/judgement.ts'
import type { Thread } from './brief-thread.ts'
import type { Judges } from './judge-models.ts'
import { z } from 'zod'
import { toJudgement } from '../../../shared/contracts/judgement.ts'
import { JudgeName } from '../../../shared/contracts/judges.ts'
import { judgeFrustration } from '../../../shared/judges/frustration.ts'
import { measure } from '../../../shared/judges/meter.ts'
import { judgeMood } from '../../../shared/judges/mood.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

const TREND = 12
const HISTORY = 20
const NINETY_DAYS_MS = 90 * 86_400_000
const Records = z.array(z.object({ judge: JudgeName, was_right: z.number(), known: z.number() }))

/** How the customer feels now, over the thread, and whether patience runs out. */
export function readFeelings({ models }: Judges, { messages }: Thread): Pick<Brief, 'mood' | 'frustration'> {
  const turns = messages.filter(({ direction, isPrivate }) => !isPrivate && (direction === 'incoming' || direction === 'outgoing'))
    .map((message): Turn => ({ from: message.direction === 'incoming' ? 'customer' : 'agent', text: message.content, at: message.createdAt }))
  const last = turns.findLastIndex(turn => turn.from === 'customer')
  const { text, at } = turns[last] ?? { text: '', at: null }
  const moods = turns.filter(turn => turn.from === 'customer').slice(-TREND).map(turn => judgeMood(models.mood, turn.text))
  const mood = judgeMood(models.mood, text)
  return {
    mood: { ...toJudgement(mood), score: mood.score, trend: moods.map(({ score }) => score) },
    frustration: toJudgement(judgeFrustration(models, text, turns.slice(Math.max(0, last - HISTORY), Math.max(0, last)), at)),
  }
}

/** How often the judges were right on this account in the last ninety days. The caller has proved to be a member. */
export async function readRecords(admin: SupabaseClient, accountId: number, now: number): Promise<Brief['records']> {
  const rows = await callRpc(admin, 'judge_records', { p_account_id: accountId, p_since: timestamp(now - NINETY_DAYS_MS) }, Records)
  const recordOf = (judge: JudgeName) => {
    const row = rows.find(one => one.judge === judge)
    return row ? measure(row.was_right, row.known) : null
  }
  return { category: recordOf('category'), language: recordOf('language'), mood: recordOf('mood') }
}
