import type { TestStack } from '../testing/stack.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`
    create function public.echo_all(p_id bigint, p_text text, p_json jsonb, p_list text[], p_at timestamptz, p_is boolean default true)
      returns table (id bigint, said text, made jsonb, list text[], at timestamptz, yes boolean) language sql
      as $$ select p_id, p_text, p_json, p_list, p_at, p_is union all select null, null, null, null, null, null $$`)
  await stack.sql(`create function public.echo_text(p_text text) returns text language sql as $$ select p_text $$`)
  await stack.sql(`create function public.echo_json(p_json jsonb) returns jsonb language sql as $$ select p_json $$`)
  await stack.sql(`create function public.echo_ids(p_ids bigint[]) returns setof bigint language sql as $$ select unnest(p_ids) $$`)
  await stack.sql(`create function public.many() returns setof int language sql as $$ select generate_series(1, 1500) $$`)
  await stack.sql(`create function public.note() returns void language plpgsql as $$ begin perform 1; end $$`)
  await stack.sql(`create function public.who() returns json language sql
    as $$ select json_build_object('role', current_user, 'claim', auth.role(), 'person', auth.uid()) $$`)
  await stack.sql(`create function public.refuse(p_code text) returns void language plpgsql
    as $$ begin raise exception 'not today' using errcode = p_code, hint = 'tomorrow'; end $$`)
  await stack.sql(`create function public.twin(p_a int) returns int language sql as $$ select 1 $$`)
  await stack.sql(`create function public.twin(p_b text) returns int language sql as $$ select 2 $$`)
}, 60_000)
afterAll(async () => stack.stop())

async function ask(name: string, args: object, headers: Record<string, string> = {}) {
  const response = await stack.fetch(`${stack.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { 'apikey': stack.keys.secret, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(args),
  })
  const text = await response.text()
  const body: unknown = text === '' ? null : JSON.parse(text)
  return { status: response.status, body }
}
// A request that is not plain goes the long way, through lite.
const LONG_WAY = { prefer: 'params=single-object-no-more' }
const AWKWARD = ['', '\'; drop table accounts; --', '"quoted", {braced}', 'back\\slash', 'null', '日本 👋', 'line\nbreak']

describe('a call of the service', () => {
  it.each([
    ['echo_all', { p_id: 7, p_text: 'x', p_json: { a: [1, null, 'ü'] }, p_list: AWKWARD, p_at: '2026-11-22T08:59:48.259Z' }],
    ['echo_all', { p_id: null, p_text: null, p_json: null, p_list: null, p_at: null, p_is: false }],
    ['echo_ids', { p_ids: [3, 1, 2] }],
    ['echo_ids', { p_ids: [] }],
    ['echo_json', { p_json: { nested: { '"': AWKWARD } } }],
    ['echo_json', { p_json: [1, 'two', null] }],
    ['note', {}],
    ['who', {}],
    ['twin', { p_b: 'x' }],
    ['echo_text', { p_words: 'an argument nobody knows' }],
    ['echo_text', {}],
    ['nobody_made_this', {}],
    ['refuse', { p_code: 'P0001' }],
  ])('to %s with %j is answered as lite answers it', async (name, args) => {
    expect(await ask(name, args)).toEqual(await ask(name, args, LONG_WAY))
  })

  it.each(AWKWARD)('hands over the text %j as it is', async (text) => {
    expect(await ask('echo_text', { p_text: text })).toEqual({ status: 200, body: text })
    expect(await ask('echo_json', { p_json: text })).toEqual({ status: 200, body: text })
  })

  it('answers a thousand rows at most', async () => {
    expect((await ask('many', {})).body).toHaveLength(1000)
  })

  it.each([['23505', 409], ['42501', 403], ['PT409', 409], ['40001', 500], ['22023', 400]])('answers a refusal %s with %i and leaves the session whole', async (code, status) => {
    expect(await ask('refuse', { p_code: code })).toEqual({ status, body: { code, message: 'not today', details: null, hint: 'tomorrow' } })
    expect((await ask('who', {})).body).toEqual({ role: 'service_role', claim: 'service_role', person: null })
    expect(await stack.sql('select current_user as who')).toEqual([{ who: 'postgres' }])
  })

  it('writes nothing of a call that fails', async () => {
    await stack.sql('create table public.notes (text text)')
    await stack.sql(`create function public.write_and_fail() returns void language plpgsql security definer
      as $$ begin insert into public.notes values ('gone'); raise exception 'no'; end $$`)
    expect(await ask('write_and_fail', {})).toMatchObject({ status: 400 })
    expect(await stack.sql('select * from public.notes')).toEqual([])
  })

  it('goes on after a function was made anew', async () => {
    await ask('echo_text', { p_text: 'before' })
    await stack.sql('drop function public.echo_text')
    expect(await ask('echo_text', { p_text: 'without' })).toMatchObject({ status: 404 })
    await stack.sql(`create function public.echo_text(p_text text) returns text language sql as $$ select 'new ' || p_text $$`)
    expect(await ask('echo_text', { p_text: 'after' })).toEqual({ status: 200, body: 'new after' })
  })

  it('is nobody else\'s: another key, a person\'s token or none is asked for as ever', async () => {
    await stack.sql('revoke execute on function public.who from public, anon')
    expect(await ask('who', {}, { apikey: stack.keys.publishable })).toMatchObject({ body: { code: '42501' } })
    expect(await ask('who', {}, { apikey: 'sb_secret_guessed' })).toMatchObject({ status: 401 })
    const { token } = await stack.userClient('ada@example.com')
    const asAda = { apikey: stack.keys.publishable, authorization: `Bearer ${token}` }
    await stack.sql('grant execute on function public.who to authenticated')
    expect(await ask('who', {}, asAda)).toMatchObject({ body: { role: 'authenticated' } })
  })
})
