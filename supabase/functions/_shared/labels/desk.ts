import type { SupabaseClient } from '@supabase/supabase-js'
import type { LabelAddress, LabelParcel, LabelProviderName, SavedLabelSettings } from '../../../../shared/contracts/label-settings.ts'
import type { Account } from '../account.ts'
import type { LabelProvider, ProviderOptions } from './provider.ts'
import { z } from 'zod'
import { DEFAULT_LABEL_SETTINGS, LabelSettings } from '../../../../shared/contracts/label-settings.ts'
import { ProblemError } from '../app.ts'
import { createEasyPost } from './easypost.ts'
import { createShippo } from './shippo.ts'

/** Where an account buys labels, where goods come back to, and in what parcel as a rule. */
export interface LabelDesk {
  name: Exclude<LabelProviderName, 'none'>
  provider: LabelProvider
  returnAddress: LabelAddress
  parcel: LabelParcel
}

const PROVIDERS: Record<LabelDesk['name'], (options: ProviderOptions) => LabelProvider> = { shippo: createShippo, easypost: createEasyPost }
const Row = z.object({ version: z.number(), settings: LabelSettings })

/** The settings as they stand, the key apart. */
export async function readLabelSettings(client: SupabaseClient, accountId: number): Promise<Omit<SavedLabelSettings, 'hasKey'>> {
  const { data, error } = await client.from('label_settings').select('version, settings').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return data ? Row.parse(data) : { version: 0, settings: DEFAULT_LABEL_SETTINGS }
}

/** Null where nobody sells labels to this account. */
export async function openLabelDesk(admin: SupabaseClient, account: Account, fetch?: typeof globalThis.fetch): Promise<LabelDesk | null> {
  const { id, labelApiKey } = account
  if (!labelApiKey) return null
  const { settings: { provider: name, returnAddress, parcel } } = await readLabelSettings(admin, id)
  if (name === 'none' || !returnAddress) return null
  return { name, returnAddress, parcel, provider: openProvider(name, { apiKey: labelApiKey, fetch }) }
}

export function openProvider(name: LabelDesk['name'], options: ProviderOptions): LabelProvider {
  return PROVIDERS[name](options)
}
