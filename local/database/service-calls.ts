import type { Database } from './open.ts'
import { types } from '@electric-sql/pglite'
import { z } from 'zod'
import { answerRefusal } from './errors.ts'

const DOOR = /^\/rest\/v1\/rpc\/(\w+)$/
const PLAIN = new Set([null, '*/*', 'application/json'])
// As many rows as lite and hosted Supabase answer at most.
const MOST_ROWS = 1000
const Arguments = z.record(z.string(), z.unknown())
const JSON_TYPES = ['json', 'jsonb']

const TELL = `select set_config('role', 'service_role', true), set_config('request.jwt.claim.role', 'service_role', true),
  set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '{"role":"service_role"}', true)`

// Functions whose name, arguments and answer leave no question open; all others are lite's.
const FIND = `
  select p.proargnames[1 : p.pronargs] as names, p.pronargs - p.pronargdefaults as required,
    array(select t.typname from unnest(p.proargtypes::oid[]) with ordinality a (type, n) join pg_type t on t.oid = a.type order by a.n)::text[] as types,
    p.proretset as is_set, r.typname as answer, r.typtype = 'c' or r.typname = 'record' as is_row
  from pg_proc p join pg_type r on r.oid = p.prorettype
  where p.pronamespace = 'public'::regnamespace and p.proname = $1 and p.prokind = 'f' and p.provariadic = 0
    and (select count(*) from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname) = 1
    and (p.pronargs = 0 or not '' = any (p.proargnames[1 : p.pronargs]))
    and case when r.typtype = 'c' or r.typname = 'record' then p.proretset else not coalesce(p.proargmodes && '{o,b,t}'::"char"[], false) end`
interface Found { names: string[] | null, required: number, types: string[], is_set: boolean, answer: string, is_row: boolean }

/**
 * What the service asks of a database function, handed to the session as it stands: reading such a request and writing its answer took
 * lite longer than the database took to work. Answers as PostgREST does; null for whatever is not that plain.
 */
export function createServiceCalls({ mutex, wire }: Database, secretKey: string) {
  const known = new Map<string, Promise<Found | undefined>>()

  async function find(name: string): Promise<Found | undefined> {
    const found = await mutex.run(async () => wire.ask<Found>({ sql: FIND, values: [name] }))
    return found.rows[0]
  }

  function statementOf(name: string, { names, types, required, is_set, is_row, answer }: Found, given: z.infer<typeof Arguments>) {
    const expected = names ?? []
    const isFitting = Object.keys(given).every(key => expected.includes(key)) && expected.slice(0, required).every(key => key in given)
    const used = expected.flatMap((key, index) => key in given ? [{ key, type: types[index] ?? '' }] : [])
    if (!isFitting || used.some(({ type }) => JSON_TYPES.includes(type.replace(/^_/, '')) && type.startsWith('_'))) return null
    const call = `public."${name}"(${used.map(({ key }, index) => `"${key}" := $${index + 1}`).join(', ')})`
    const rows = is_row ? `select * from ${call} limit ${MOST_ROWS}` : `select v from ${call} as v limit ${MOST_ROWS}`
    const set = `select coalesce(json_agg(${is_row ? 'r' : 'r.v'}), '[]')::text as body from (${rows}) r`
    const one = `select ${answer === 'void' ? call : `to_json(${call})`}::text as body`
    return { sql: is_set ? set : one, values: used.map(({ key, type }) => written(given[key], type)), scope: 'service_role' }
  }

  return async (request: Request): Promise<Response | null> => {
    const { pathname, search } = new URL(request.url)
    const name = DOOR.exec(pathname)?.[1]
    if (!name || search || !isPlain(request, secretKey)) return null
    const looking = known.get(name) ?? find(name)
    known.set(name, looking)
    looking.then(found => found ?? known.delete(name), () => known.delete(name))
    const found = await looking
    const given = found && Arguments.safeParse(await request.clone().json().catch(() => null)).data
    const statement = given && statementOf(name, found, given)
    if (!statement) return null
    try {
      const { rows: [row] } = await mutex.run(async () => wire.ask<{ body: string | null }>({ sql: TELL }, statement))
      if (found.answer === 'void') return new Response(null, { status: 204 })
      return new Response(row?.body ?? 'null', { headers: { 'content-type': 'application/json; charset=utf-8' } })
    }
    catch (error) {
      return answerRefusal(error)
    }
  }
}

function isPlain({ method, headers }: Request, secretKey: string): boolean {
  const bearer = headers.get('authorization')
  return method === 'POST'
    && headers.get('apikey') === secretKey
    && (bearer === null || bearer === `Bearer ${secretKey}`)
    && PLAIN.has(headers.get('accept'))
    && (headers.get('content-profile') ?? 'public') === 'public'
    && headers.get('prefer') === null
}

/** A value of JSON as Postgres reads it in a parameter of this type. */
function written(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null
  if (JSON_TYPES.includes(type)) return JSON.stringify(value)
  if (Array.isArray(value)) return types.arraySerializer(value, String, 0)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
