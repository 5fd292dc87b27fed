import type { MacroDefinition } from '#shared/contracts/macro'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer, RowFailure } from '../database'
import type { Places } from '../rules/rule-words'
import { MacroDefinition as Definition } from '#shared/contracts/macro'
import { whereOf } from '#shared/rules/read'
import { z } from 'zod'
import { readRows, refuseNone } from '../database'
import { readPlaces } from '../rules/places'

const Instant = z.string().transform(text => Date.parse(text))
const Written = z.unknown().transform((written) => {
  const parsed = Definition.safeParse(written)
  if (parsed.success) return { written, definition: parsed.data, unreadable: null }
  return { written, definition: null, unreadable: whereOf(parsed.error) || 'macro' }
})
const MacroRow = z
  .object({
    id: z.number(),
    position: z.number(),
    is_enabled: z.boolean(),
    version: z.number(),
    shipped: z.string().nullable(),
    name: z.string(),
    definition: Written,
  })
  .transform(({ is_enabled, definition, ...row }) => ({ ...row, isEnabled: is_enabled, ...definition }))
/** A macro of the list; without a definition a newer version wrote it, `unreadable` says which part, and `written` is all there is. */
export type ListedMacro = z.infer<typeof MacroRow>

const VersionRow = z
  .object({ version: z.number(), saved_by: z.number().nullable(), saved_at: Instant, definition: Written })
  .transform(({ version, saved_by, saved_at, definition }) => ({ version, savedBy: saved_by, savedAt: saved_at, ...definition }))
export type MacroVersion = z.infer<typeof VersionRow>

const Use = z
  .object({ macro_id: z.number(), uses: z.number(), done: z.number(), failed: z.number(), last_used_at: Instant })
  .transform(({ macro_id, last_used_at, ...counts }) => ({ macroId: macro_id, lastUsedAt: last_used_at, ...counts }))
export type MacroUse = z.infer<typeof Use>

const Webhooks = z.array(z.object({ name: z.string() }))
const Person = z.object({ id: z.number(), name: z.string() })
const Ids = z.array(z.object({ id: z.number() }))
const COLUMNS = 'id, position, is_enabled, version, shipped, name:definition->>name, definition'
// More than anybody reads through; older ones stay in the database.
const VERSIONS_SHOWN = 50

export interface MacrosOfAccount {
  macros: ListedMacro[]
  uses: ReadonlyMap<number, MacroUse>
  places: Places
  people: ReadonlyMap<number, string>
}

/** The macros of an account in their order, how they went, and what they may name. */
export async function readMacros(client: SupabaseClient, accountId: number): Promise<RowAnswer<MacrosOfAccount>> {
  const [macros, uses, places, people, webhooks] = await Promise.all([
    readRows(client.from('chatwoot_macros').select(COLUMNS).eq('account_id', accountId).order('position').order('id'), z.array(MacroRow)),
    readRows(client.rpc('macro_uses', { p_account_id: accountId }), z.array(Use)),
    readPlaces(client, accountId),
    readRows(client.from('agents').select('id, name').eq('account_id', accountId), z.array(Person)),
    readRows(client.from('macro_webhooks').select('name').eq('account_id', accountId).order('name'), Webhooks),
  ])
  if (!macros.ok) return macros
  if (!uses.ok) return uses
  if (!places.ok) return places
  if (!people.ok) return people
  if (!webhooks.ok) return webhooks
  return {
    ok: true,
    value: {
      macros: macros.value,
      uses: new Map(uses.value.map(use => [use.macroId, use])),
      places: { ...places.value, webhooks: webhooks.value.map(({ name }) => name) },
      people: new Map(people.value.map(({ id, name }) => [id, name])),
    },
  }
}

export interface NewMacro { definition: MacroDefinition, isEnabled: boolean, position: number }

export async function addMacros(client: SupabaseClient, accountId: number, macros: NewMacro[]): Promise<RowAnswer<{ id: number }[]>> {
  const rows = macros.map(({ definition, isEnabled, position }) => ({ account_id: accountId, position, is_enabled: isEnabled, definition }))
  return refuseNone(await readRows(client.from('chatwoot_macros').insert(rows).select('id'), Ids))
}

export type SaveAnswer = { saved: true } | { saved: false, code: RowFailure } | { saved: false, code: null, theirs: ListedMacro | null }

/** Writes over the version that was read; where another stands by now, that one is handed back (null: it is gone), nothing is written. */
export async function saveMacro(
  client: SupabaseClient,
  accountId: number,
  { id, version, definition }: { id: number, version: number, definition: MacroDefinition },
): Promise<SaveAnswer> {
  const written = await readRows(
    client.from('chatwoot_macros').update({ definition }).eq('account_id', accountId).eq('id', id).eq('version', version).select('id'),
    Ids,
  )
  if (!written.ok) return { saved: false, code: written.code }
  if (written.value.length > 0) return { saved: true }
  const now = await readRows(client.from('chatwoot_macros').select(COLUMNS).eq('account_id', accountId).eq('id', id), z.array(MacroRow))
  if (!now.ok) return { saved: false, code: now.code }
  const theirs = now.value[0] ?? null
  return theirs?.version === version ? { saved: false, code: 'forbidden' } : { saved: false, code: null, theirs }
}

type Change = { is_enabled: boolean } | { position: number }

export async function changeMacro(client: SupabaseClient, accountId: number, id: number, change: Change) {
  return refuseNone(await readRows(client.from('chatwoot_macros').update(change).eq('account_id', accountId).eq('id', id).select('id'), Ids))
}

export async function removeMacro(client: SupabaseClient, accountId: number, id: number) {
  return refuseNone(await readRows(client.from('chatwoot_macros').delete().eq('account_id', accountId).eq('id', id).select('id'), Ids))
}

/** What a macro said, the latest first. */
export async function readVersions(client: SupabaseClient, accountId: number, macroId: number): Promise<RowAnswer<MacroVersion[]>> {
  return readRows(
    client.from('chatwoot_macro_versions').select('version, saved_by, saved_at, definition')
      .eq('account_id', accountId).eq('macro_id', macroId).order('version', { ascending: false }).limit(VERSIONS_SHOWN),
    z.array(VersionRow),
  )
}
