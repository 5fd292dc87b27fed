import type { ChainReport } from '#shared/audit/verify-chain'
import type { AuditHead, AuditRow } from '#shared/contracts/audit'
import type { Reading } from './long-read'
import { verifyChain } from '#shared/audit/verify-chain'
import { EVERYTHING } from './audit-filter'
import { readActs, readChain, readHead } from './audit.api'

const PAGE = 1000

/** Whether this page may compute hashes: browsers allow it over https and on the machine itself. */
export const canHash = () => typeof crypto.subtle?.digest === 'function'

/** Reads the account's whole chain and says where it does not hold; acts of the meantime are left for the next time. */
export async function checkChain(reading: Reading, accountId: number, noted: AuditHead | null): Promise<ChainReport> {
  const head = await reading.rows(readHead(reading.client, accountId))
  const report = await verifyChain(accountId, rowsOf(chainPages(reading, accountId, head)), { head, noted: noted ? [noted] : [] }, digest)
  // A row is written together with the end, so one that stands behind an end read later was slipped in.
  const [newest] = await reading.rows(readActs(reading.client, accountId, EVERYTHING, null, 1))
  const end = await reading.rows(readHead(reading.client, accountId))
  const seq = end?.seq ?? 0
  return newest && newest.seq > seq ? { ...report, faults: [...report.faults, { seq, fault: 'cut' }] } : report
}

/** The whole chain as lines of JSON, in the rows that `npm run audit:verify` reads. */
export async function exportChain(reading: Reading, accountId: number): Promise<{ seq: number, parts: string[] }> {
  const head = await reading.rows(readHead(reading.client, accountId))
  const parts: string[] = []
  for await (const page of chainPages(reading, accountId, head)) parts.push(page.map(row => `${JSON.stringify(row)}\n`).join(''))
  return { seq: head?.seq ?? 0, parts }
}

async function* chainPages(reading: Reading, accountId: number, head: AuditHead | null): AsyncGenerator<AuditRow[]> {
  const to = head?.seq ?? 0
  reading.expect(to)
  for (let after = 0; after < to;) {
    const page = await reading.rows(readChain(reading.client, accountId, after, to, PAGE))
    const last = page.at(-1)
    if (!last || last.seq <= after) return
    yield page
    reading.told(page.length)
    after = last.seq
  }
}

async function* rowsOf(pages: AsyncIterable<AuditRow[]>): AsyncGenerator<AuditRow> {
  for await (const page of pages) yield* page
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
