import type { Work } from '../_shared/jobs.ts'
import type { OutboxRow as Row } from '../_shared/outbox.ts'
import { runInBackground } from '../_shared/jobs.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { OutboxRow, sendDue } from '../_shared/outbox.ts'

// The hold and two more tries fit into the time that a host grants after an answer; the tick has the rest.
const ROUNDS = 3

/** Sends a held message when its time comes, whether or not the panel that asked is still there. */
export function sendInTime(held: Row, work: Work, sleep: (ms: number) => Promise<void>): void {
  runInBackground(async () => {
    let row: Row | null = held
    for (let round = 0; round < ROUNDS && row && isWaiting(row); round++) {
      await sleep(Math.max(0, Date.parse(row.send_after) - work.now()))
      await sendDue(work.admin, createDeliver(work), work.now)
      const { data } = await work.admin.from('outbox').select().eq('id', held.id).maybeSingle()
      row = OutboxRow.nullable().parse(data)
    }
  })
}

function isWaiting({ state }: Row): boolean {
  return state === 'held' || state === 'unknown'
}
