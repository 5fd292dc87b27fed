import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import { ProblemError } from './app.ts'

/** Calls a database function as the service and parses what it returns; refuses with `internal`. */
export async function callRpc<S extends z.ZodType>(
  admin: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  schema: S,
): Promise<z.output<S>> {
  const { data, error } = await admin.rpc(name, args)
  if (error) throw new ProblemError('internal', { cause: error })
  return schema.parse(data)
}

/** An instant as Postgres takes it. */
export function timestamp(at: number): string
export function timestamp(at: number | null): string | null
export function timestamp(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
