import type { SupabaseClient } from '@supabase/supabase-js'
import type { ChatwootMacros } from '../../../shared/contracts/macro-import.ts'
import { fromChatwoot } from '../../../shared/macros/from-chatwoot.ts'
import { loadAccount } from '../_shared/account.ts'
import { createChatwoot } from '../_shared/chatwoot.ts'

/**
 * The macros that an account has in Chatwoot, as Pitwall would have them. Nothing is written. The caller has been found to be an
 * admin of the account. Refusals: `account_not_found`, `chatwoot_refused`, `chatwoot_unreachable`.
 */
export async function importChatwootMacros(admin: SupabaseClient, accountId: number, send?: typeof fetch): Promise<ChatwootMacros> {
  const { chatwoot: access, language } = await loadAccount(admin, accountId)
  const chatwoot = createChatwoot({ ...access, fetch: send })
  const [macros, teams] = await Promise.all([chatwoot.macros(), chatwoot.teams()])
  const teamIds = new Set(teams.map(({ id }) => id))
  return { macros: macros.map(({ id, name, visibility, actions }) => fromChatwoot({
    id,
    name,
    isPersonal: visibility === 'personal',
    actions: actions.map(({ action_name, action_params }) => ({ name: action_name, params: action_params })),
  }, language, teamIds)) }
}
