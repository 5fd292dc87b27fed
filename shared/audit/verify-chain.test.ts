import type { AuditHead, AuditRow } from '../contracts/audit.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyChain } from './verify-chain.ts'

async function digest(text: string) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

async function chain(acts: string[]): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (const [index, act] of acts.entries()) {
    const record = JSON.stringify({
      version: 1,
      accountId: 7,
      seq: index + 1,
      at: 1_790_000_000_000 + index,
      actor: 'agent',
      actorId: 3,
      act,
      subject: `outbox:${index}`,
      conversationId: null,
      detail: { text: act },
      previous: rows.at(-1)?.hash ?? '',
    })
    rows.push({ account_id: 7, seq: index + 1, record, hash: await digest(record) })
  }
  return rows
}
async function* each(rows: AuditRow[]) {
  yield* rows
}
function headOf(rows: AuditRow[]): AuditHead | null {
  const last = rows.at(-1)
  return last ? { account_id: 7, seq: last.seq, hash: last.hash } : null
}
const acts = fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 12 })
async function verify(rows: AuditRow[], head: AuditHead | null, noted: AuditHead[] = []) {
  return verifyChain(7, each(rows), { head, noted }, digest)
}

describe('a chain of acts', () => {
  it('is whole as it was written', async () => {
    await fc.assert(fc.asyncProperty(acts, async (names) => {
      const rows = await chain(names)
      const end = { seq: names.length, hash: rows.at(-1)?.hash }
      expect(await verify(rows, headOf(rows))).toEqual({ accountId: 7, rows: names.length, end, faults: [] })
    }), { numRuns: 40 })
    expect((await verify([], null)).faults).toEqual([])
  })

  it('names the row that was changed, wherever and however', async () => {
    await fc.assert(fc.asyncProperty(acts, fc.nat(), fc.boolean(), async (names, at, isRehashed) => {
      const rows = await chain(names)
      const index = at % rows.length
      const row = rows[index]
      if (!row) return
      const record = row.record.replace('"actorId":3', '"actorId":4')
      rows[index] = { ...row, record, hash: isRehashed ? await digest(record) : row.hash }
      const { faults } = await verify(rows, headOf(await chain(names)))
      // Who also renews the row's hash has broken the link of the next row, or the end.
      const isLast = index === rows.length - 1
      const broken = isLast ? { seq: row.seq, fault: 'cut' } : { seq: row.seq + 1, fault: 'detached' }
      expect(faults[0]).toEqual(isRehashed ? broken : { seq: row.seq, fault: 'changed' })
    }), { numRuns: 60 })
  })

  it('misses rows that are gone, from the middle or from the end', async () => {
    const rows = await chain(['a', 'b', 'c', 'd'])
    expect((await verify(rows.filter(({ seq }) => seq !== 2), headOf(rows))).faults).toEqual([{ seq: 3, fault: 'missing' }])
    expect((await verify(rows.slice(0, 2), headOf(rows))).faults).toEqual([{ seq: 4, fault: 'cut' }])
    expect((await verify([], headOf(rows))).faults).toEqual([{ seq: 4, fault: 'cut' }])
  })

  it('finds rows of another account, rows behind the end, and records that no version wrote', async () => {
    const rows = await chain(['a', 'b'])
    expect((await verifyChain(8, each(rows), { head: headOf(rows) }, digest)).faults[0]).toEqual({ seq: 1, fault: 'changed' })
    expect((await verify(rows, headOf(rows.slice(0, 1)))).faults).toEqual([{ seq: 1, fault: 'cut' }])
    const odd = { account_id: 7, seq: 1, record: '{"act": 1}', hash: await digest('{"act": 1}') }
    expect((await verify([odd], { account_id: 7, seq: 1, hash: odd.hash })).faults).toEqual([{ seq: 1, fault: 'unreadable' }])
  })

  it('that was written anew as a whole is found by an end noted elsewhere', async () => {
    const [written, rewritten] = [await chain(['a', 'b', 'c']), await chain(['a', 'x', 'c'])]
    const noted = written.slice(1, 2).map(({ seq, hash }) => ({ account_id: 7, seq, hash }))
    expect((await verify(rewritten, headOf(rewritten))).faults).toEqual([])
    expect((await verify(rewritten, headOf(rewritten), noted)).faults).toEqual([{ seq: 2, fault: 'rewritten' }])
    expect((await verify(written, headOf(written), noted)).faults).toEqual([])
  })
})
