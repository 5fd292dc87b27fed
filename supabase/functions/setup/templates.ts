import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { Language } from '../../../shared/contracts/judgement.ts'
import { shippedMacros } from '../../../shared/macros/shipped.ts'
import { ruleTemplates } from '../../../shared/rules/templates.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc } from '../_shared/jobs-rpc.ts'

const Origin = z.object({ language: Language, vip_tags: z.array(z.string()), teams: z.array(z.object({ team_id: z.number() })) })

/** Gives an account its rules, switched off, and its macros the first time it is linked; what its admins make of them stays. */
export async function storeTemplates(admin: SupabaseClient, accountId: number): Promise<void> {
  const { data, error } = await admin.from('accounts').select('language, vip_tags, teams (team_id)').eq('id', accountId).single()
  if (error) throw new ProblemError('internal', { cause: error })
  const { language, vip_tags, teams } = Origin.parse(data)
  const teamId = teams[0]?.team_id ?? null
  const rules = ruleTemplates(language, vip_tags, teamId)
  const macros = shippedMacros(language, teamId).map((macro, position) => ({ ...macro, position }))
  await callRpc(admin, 'offer_rules', { p_account_id: accountId, p_definitions: rules }, z.unknown())
  await callRpc(admin, 'offer_macros', { p_account_id: accountId, p_macros: macros }, z.unknown())
}
