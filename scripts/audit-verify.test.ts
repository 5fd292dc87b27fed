import type { AuditRow } from '../shared/contracts/audit.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../local/database/open.ts'
import { makeFolder, runScript } from '../local/testing/process.ts'
import { startTestStack } from '../local/testing/stack.ts'

let folder: Awaited<ReturnType<typeof makeFolder>>
let rows: AuditRow[]
const verify = async (...args: string[]) => runScript('audit-verify.mjs', ...args)
const endOf = ({ account_id, seq, hash }: AuditRow) => `${account_id}:${seq}:${hash}`

/** Two accounts with acts, in a folder as the product keeps it. */
beforeAll(async () => {
  folder = await makeFolder()
  await mkdir(folder.path, { recursive: true })
  const stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', 'https://a.example', 1), ('Globex', 'https://b.example', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@acme.test', 'admin'), (1, 2, 'Ünïcödé ✓', 'ben@acme.test', 'agent'), (2, 1, 'Zoe', 'zoe@globex.test', 'admin')`)
  await stack.sql(`insert into public.sla_tiers (account_id, name, position, target_seconds, conditions) values (1, 'Ünïcödé ✓', 1, 300, '[{"on": "always"}]')`)
  await stack.sql(`update public.agents set role = 'supervisor' where id = 2`)
  rows = await stack.sql<AuditRow>('select account_id, seq, record, hash from public.audit_log order by account_id, seq')
  const { db } = await openDatabase({ folder: join(folder.path, 'database'), snapshot: await stack.database.db.dumpDataDir('none') })
  await db.close()
  await stack.stop()
}, 60_000)
afterAll(async () => folder?.remove())

async function change(text: string) {
  const { db } = await openDatabase({ folder: join(folder.path, 'database') })
  await db.exec(`alter table public.audit_log disable trigger user; ${text}`)
  await db.close()
}

describe('npm run audit:verify', () => {
  it('finds the log of a folder whole, prints its ends, and names the row that was changed', async () => {
    const ends = [1, 2].flatMap(account => rows.findLast(({ account_id }) => account_id === account) ?? []).map(endOf)
    const whole = await verify(folder.path, '--noted', ends[0] ?? '')
    expect(whole).toEqual({ code: 0, printed: expect.stringContaining('The log is whole.') })
    for (const end of ends) expect(whole.printed).toContain(`ends at ${end}`)

    await change(`update public.audit_log set record = replace(record, 'supervisor', 'admin') where account_id = 1 and record like '%role_changed%'`)
    const changed = await verify(folder.path)
    expect(changed.code).toBe(1)
    expect(changed.printed).toContain(`account 1, row ${rows.find(({ record }) => record.includes('role_changed'))?.seq} was changed after it was written`)
    expect(changed.printed).toContain('The log is not whole.')
  }, 30_000)

  it('reads an export, and finds by a noted end that another log stands in its place', async () => {
    const file = join(folder.path, 'audit.jsonl')
    await writeFile(file, rows.map(row => `${JSON.stringify(row)}\n`).join(''))
    expect(await verify(file)).toMatchObject({ code: 0 })
    const other = await verify(file, '--noted', `1:1:${'0'.repeat(64)}`)
    expect(other).toEqual({ code: 1, printed: expect.stringContaining('account 1, row 1 is not the row that was noted elsewhere') })
  })

  it('says what it cannot read', async () => {
    const file = join(folder.path, 'audit.jsonl')
    await writeFile(file, '{"account_id": 1}\n')
    expect(await verify(file)).toEqual({ code: 2, printed: expect.stringContaining('audit.jsonl, line 1 is not a row of the log') })
    expect(await verify(join(folder.path, 'nowhere'))).toEqual({ code: 2, printed: expect.stringContaining('is neither a data folder nor an export') })
    expect(await verify(file, '--noted', '1:2')).toEqual({ code: 2, printed: expect.stringContaining('it must be ACCOUNT:SEQ:HASH') })
  })
})
