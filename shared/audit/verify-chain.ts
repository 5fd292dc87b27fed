import type { AuditHead, AuditRow } from '../contracts/audit.ts'
import { AuditRecord } from '../contracts/audit.ts'

/**
 * What is wrong at a row: `changed` (what it says is not what was written), `unreadable`, `missing` (rows before it are gone), `detached`
 * (it does not follow the row before it), `cut` (the chain ends before or behind its head), `rewritten` (an end that was noted
 * elsewhere is not in it).
 */
export type ChainFault = 'changed' | 'unreadable' | 'missing' | 'detached' | 'cut' | 'rewritten'
export interface ChainReport {
  accountId: number
  rows: number
  /** The last row that was read, to be noted elsewhere. */
  end: { seq: number, hash: string }
  faults: { seq: number, fault: ChainFault }[]
}
export interface ChainProof {
  head: AuditHead | null
  /** Ends of the same chain that were noted elsewhere. */
  noted?: AuditHead[]
}

/** SHA-256 of the UTF-8 bytes of a text, in hex. */
export type Digest = (text: string) => Promise<string>

/**
 * Reads one account's acts in order of `seq` and says where the chain does not hold. Whoever rewrites all of it is found only by an
 * end that was noted elsewhere.
 */
export async function verifyChain(
  accountId: number,
  rows: AsyncIterable<AuditRow>,
  { head, noted = [] }: ChainProof,
  digest: Digest,
): Promise<ChainReport> {
  const report: ChainReport = { accountId, rows: 0, end: { seq: 0, hash: '' }, faults: [] }
  const find = (seq: number, fault: ChainFault) => report.faults.push({ seq, fault })
  const unseen = new Map(noted.map(({ seq, hash }) => [seq, hash]))
  for await (const row of rows) {
    const fault = faultOf(row, accountId, report.end, await digest(row.record))
    if (fault) find(row.seq, fault)
    if (unseen.get(row.seq) === row.hash) unseen.delete(row.seq)
    report.rows++
    report.end = { seq: row.seq, hash: row.hash }
  }
  const { seq, hash } = report.end
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? '') !== hash) find(head?.seq ?? 0, 'cut')
  for (const missed of unseen.keys()) find(missed, 'rewritten')
  return report
}

function faultOf(row: AuditRow, accountId: number, before: ChainReport['end'], hash: string): ChainFault | null {
  if (hash !== row.hash) return 'changed'
  const record = readRecord(row.record)
  if (!record) return 'unreadable'
  if (record.accountId !== accountId || record.seq !== row.seq) return 'changed'
  if (row.seq !== before.seq + 1) return 'missing'
  return record.previous === before.hash ? null : 'detached'
}

/** The act that a stored record tells of; null where this version cannot read it. */
export function readRecord(text: string): AuditRecord | null {
  try {
    return AuditRecord.safeParse(JSON.parse(text)).data ?? null
  }
  catch {
    return null
  }
}
