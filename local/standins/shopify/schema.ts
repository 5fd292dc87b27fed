import type { GraphQLSchema } from 'graphql'
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema } from 'graphql'
import { z } from 'zod'

const ScopeRow = z.looseObject({
  type: z.string(),
  typeName: z.string().optional(),
  fieldName: z.string().optional(),
  offlineScopes: z.array(z.string()).optional(),
  requiredAccess: z.string().nullish(),
})
const File = z.looseObject({
  data: z.custom<Parameters<typeof buildClientSchema>[0]>(),
  offline_scopes: z.looseObject({ items: z.array(ScopeRow) }),
})

export interface AdminSchema { schema: GraphQLSchema, scopes: Map<string, { anyOf: string[], requiredAccess: string }> }

let loading: Promise<AdminSchema> | undefined

/** The real Admin schema, read once: half a second, so not before somebody asks. */
export async function loadAdminSchema(): Promise<AdminSchema> {
  loading ??= read()
  return loading
}

async function read(): Promise<AdminSchema> {
  const bytes = await readFile(new URL('admin_2026-10.json.gz', import.meta.url))
  const { data, offline_scopes: table } = File.parse(JSON.parse(gunzipSync(bytes).toString('utf8')))
  const rows = table.items.flatMap(({ type, typeName = '', fieldName = '', offlineScopes = [], requiredAccess }) => {
    const key = type === 'type' ? typeName : `${typeName}.${fieldName}`
    return requiredAccess && offlineScopes.length ? [[key, { anyOf: offlineScopes, requiredAccess }] as const] : []
  })
  return { schema: buildClientSchema(data, { assumeValid: true }), scopes: new Map(rows) }
}
