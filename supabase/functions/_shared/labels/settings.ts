import type { SupabaseClient } from '@supabase/supabase-js'
import type { SavedLabelSettings, SaveLabelSettings } from '../../../../shared/contracts/label-settings.ts'
import type { Work } from '../jobs.ts'
import { z } from 'zod'
import { loadAccount, storeSecrets } from '../account.ts'
import { ProblemError } from '../app.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { openProvider, readLabelSettings } from './desk.ts'

/** What an admin sees: of the key only whether there is one. */
export async function viewLabelSettings(accountId: number, client: SupabaseClient, { admin }: Work): Promise<SavedLabelSettings> {
  const [saved, { labelApiKey }] = await Promise.all([readLabelSettings(client, accountId), loadAccount(admin, accountId)])
  return { ...saved, hasKey: labelApiKey !== null }
}

/**
 * Keeps who sells labels, once the provider has taken the key; without a provider the key is forgotten. Without an agent the house
 * itself saves. Refuses with `invalid_request` where a key is missing, `labels_changed`, and the provider's codes.
 */
export async function saveLabelSettings(
  { version, settings, apiKey }: z.output<typeof SaveLabelSettings>,
  { accountId, agentId }: { accountId: number, agentId: number | null },
  { admin, now, fetch }: Work,
): Promise<void> {
  const before = await readLabelSettings(admin, accountId)
  const isSame = before.settings.provider === settings.provider
  // A key opens one provider's door only.
  const key = apiKey ?? (isSame ? (await loadAccount(admin, accountId)).labelApiKey : null)
  if (settings.provider !== 'none') {
    if (!key) throw new ProblemError('invalid_request', { detail: 'apiKey: A key is needed' })
    await openProvider(settings.provider, { apiKey: key, fetch }).check()
  }
  const args = { p_account_id: accountId, p_version: version, p_settings: settings, p_agent_id: agentId, p_now: timestamp(now()) }
  if (!await callRpc(admin, 'save_label_settings', args, z.boolean())) throw new ProblemError('labels_changed')
  if (settings.provider === 'none') await storeSecrets(admin, accountId, { label_api_key: null })
  else if (apiKey) await storeSecrets(admin, accountId, { label_api_key: apiKey })
}
