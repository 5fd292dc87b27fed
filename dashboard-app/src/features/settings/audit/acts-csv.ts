import type { AuditRow } from '#shared/contracts/audit'
import type { AuditFilter } from './audit-filter'
import type { Names } from './audit.api'
import type { Reading } from './long-read'
import { readRecord } from '#shared/audit/verify-chain'
import { toCsv } from '#shared/sla/csv'
import { actorName, actSentence } from './audit-words'
import { readActs } from './audit.api'

const PAGE = 1000
const COLUMNS = ['number', 'at', 'actor', 'person', 'act', 'sentence', 'subject', 'conversation', 'detail', 'hash']

/** All acts that a filter lets through as CSV, the newest first; times in UTC. */
export async function actsAsCsv(reading: Reading, accountId: number, filter: AuditFilter, names: Names): Promise<string> {
  const acts: AuditRow[] = []
  for (let before: number | null = null; ;) {
    const page: AuditRow[] = await reading.rows(readActs(reading.client, accountId, filter, before, PAGE))
    const last = page.at(-1)
    if (!last) break
    acts.push(...page)
    reading.told(page.length)
    before = last.seq
  }
  return toCsv(COLUMNS, acts.map(row => cellsOf(row, names)))
}

function cellsOf({ seq, hash, record: text }: AuditRow, names: Names) {
  const record = readRecord(text)
  if (!record) return [seq, null, null, null, null, null, null, null, text, hash]
  const { at, actor, act, subject, conversationId, detail } = record
  const words = [actorName(record, names), act, actSentence(record, names)]
  return [seq, new Date(at).toISOString(), actor, ...words, subject, conversationId, JSON.stringify(detail), hash]
}
