import type { ChainFault, ChainReport } from '../shared/audit/verify-chain.ts'
import type { AuditRow } from '../shared/contracts/audit.ts'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { openDatabase } from '../local/database/open.ts'
import { holdFolder } from '../local/process/folder.ts'
import { readEnd, writeEnd } from '../shared/audit/end.ts'
import { verifyChain } from '../shared/audit/verify-chain.ts'
import { AuditHead, AuditRow as Row } from '../shared/contracts/audit.ts'

const PAGE = 1000
const READ = `select account_id, seq, record, hash from public.audit_log where account_id = $1 and seq > $2 order by seq limit ${PAGE}`
const WORDS: Record<ChainFault, string> = {
  changed: 'was changed after it was written',
  unreadable: 'cannot be read',
  missing: 'comes after rows that are gone',
  detached: 'does not follow the row before it',
  cut: 'is where the chain should end, and it does not',
  rewritten: 'is not the row that was noted elsewhere',
}

const [place = '', ...noted] = process.argv.slice(2)
try {
  const { lines, isWhole } = await verifyAudit(place, noted)
  process.stdout.write(`${lines.join('\n')}\n`)
  process.exit(isWhole ? 0 : 1)
}
catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

/** Checks a data folder of the embedded stack, which must not be running, or an export; throws a sentence where there is none. */
async function verifyAudit(place: string, noted: string[]): Promise<{ lines: string[], isWhole: boolean }> {
  const ends = noted.map((text) => {
    const end = readEnd(text)
    if (!end) throw new Error(`--noted ${text}: it must be ACCOUNT:SEQ:HASH, as a check before printed it`)
    return end
  })
  if (!existsSync(place)) throw new Error(`${place} is neither a data folder nor an export`)
  const reports = statSync(place).isDirectory() ? await verifyFolder(place, ends) : await verifyExport(place, ends)
  const faults = reports.flatMap(({ accountId, faults }) => faults.map(({ seq, fault }) => `account ${accountId}, row ${seq} ${WORDS[fault]}`))
  const sums = reports.map(({ accountId, rows, end }) => `account ${accountId}: ${rows} acts, ends at ${writeEnd({ account_id: accountId, ...end })}`)
  return { lines: [...sums, ...faults, faults.length ? 'The log is not whole.' : 'The log is whole.'], isWhole: faults.length === 0 }
}

async function verifyFolder(place: string, ends: AuditHead[]): Promise<ChainReport[]> {
  if (existsSync(join(place, 'unfinished')) || !existsSync(join(place, 'database', 'PG_VERSION'))) throw new Error(`${place} holds no database of Pitwall`)
  const folder = holdFolder(place)
  const { db } = await openDatabase({ folder: folder.database })
  try {
    const { rows } = await db.query(`select account_id, seq, hash from public.audit_heads union all
      select distinct account_id, 0, '' from public.audit_log where account_id not in (select account_id from public.audit_heads) order by 1`)
    const heads = z.array(AuditHead).parse(rows)
    const accounts = [...new Set([...heads, ...ends].map(({ account_id }) => account_id))]
    const reports: ChainReport[] = []
    for (const accountId of accounts) {
      const head = heads.find(({ account_id }) => account_id === accountId) ?? null
      const noted = ends.filter(end => end.account_id === accountId)
      reports.push(await verifyChain(accountId, pages(accountId), { head, noted }, digest))
    }
    return reports
  }
  finally {
    await db.close()
    folder.release()
  }

  async function* pages(accountId: number): AsyncGenerator<AuditRow> {
    for (let after = 0; ;) {
      const { rows } = await db.query(READ, [accountId, after])
      const read = z.array(Row).parse(rows)
      yield* read
      const last = read.at(-1)
      if (!last || read.length < PAGE) return
      after = last.seq
    }
  }
}

/** An export carries no head of its own: where it ends is known only from what was noted. */
async function verifyExport(file: string, ends: AuditHead[]): Promise<ChainReport[]> {
  const rows = new Map<number, AuditRow[]>()
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line++
    if (!text.trim()) continue
    const row = Row.safeParse(parseJson(text))
    if (!row.success) throw new Error(`${file}, line ${line} is not a row of the log`)
    rows.set(row.data.account_id, [...rows.get(row.data.account_id) ?? [], row.data])
  }
  return Promise.all([...rows].map(async ([accountId, found]) => {
    const sorted = found.sort((a, b) => a.seq - b.seq)
    const last = sorted.at(-1)
    const head = last ? { account_id: accountId, seq: last.seq, hash: last.hash } : null
    return verifyChain(accountId, each(sorted), { head, noted: ends.filter(end => end.account_id === accountId) }, digest)
  }))
}

async function* each(rows: AuditRow[]): AsyncGenerator<AuditRow> {
  yield* rows
}

async function digest(text: string): Promise<string> {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return null
  }
}
