import type { UndoWorld } from '../../../shared/macros/undo.ts'
import type { Work } from './jobs.ts'
import type { RunRow } from './macro-rows.ts'
import type { Undoing } from './macro-undo.ts'
import type { OpenShop } from './order-actions/rehearse.ts'
import { ProblemError } from './app.ts'
import { readCode } from './macro-codes.ts'
import { isHeldOnlyBy } from './order-actions/hold.ts'
import { readOrder } from './order-actions/order.ts'
import { openShop, prepare } from './order-actions/rehearse.ts'

type Left = Pick<UndoWorld, 'holds' | 'codes'>

/** What the shop still has of the holds and codes of a run. What it does not tell is left out: then nobody knows. */
export async function readShopLeft({ plan, steps }: RunRow, undoing: Undoing, work: Work): Promise<Left> {
  const [holds, codes] = [new Map<string, { orderId: string, digest: string } | 'gone'>(), new Map<string, { code: string } | 'used' | 'gone'>()]
  const actions = steps.flatMap(({ index, action }) => {
    const orderId = plan.steps[index]?.action?.orderId
    return action?.state === 'done' && orderId !== undefined ? [{ ...action, orderId }] : []
  })
  for (const { id, kind, detail, orderId } of actions) {
    if (kind !== 'hold' && kind !== 'discount') continue
    await seen(async () => {
      const shop = await openShop(undoing.accountId, work)
      if (kind === 'hold') return void holds.set(id, await readHold(id, orderId, shop, undoing, work))
      if (detail === null) return
      const code = await readCode(detail, id, shop.shopify)
      codes.set(id, typeof code === 'string' ? code : { code: detail })
    })
  }
  return { holds, codes }
}

async function readHold(id: string, orderId: string, shop: OpenShop, undoing: Undoing, work: Work): Promise<{ orderId: string, digest: string } | 'gone'> {
  const order = await readOrder(shop.shopify, orderId)
  // A release takes all of our holds away, so there must be no other.
  if (!order || !isHeldOnlyBy(order, id)) return 'gone'
  const release = await prepare({ ...undoing, orderId, action: { do: 'release' } }, shop, work)
  return release.status === 'ready' ? { orderId, digest: release.rehearsal.digest } : 'gone'
}

async function seen(read: () => Promise<void>): Promise<void> {
  await read().catch((error) => {
    if (!(error instanceof ProblemError) || error.code === 'internal') throw error
  })
}
