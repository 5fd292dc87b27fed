import type { OrderAction, Rehearsal } from '../../../../../shared/contracts/order-action.ts'
import type { MoneyDesk } from '../testing.ts'
import { OrderAction as OrderActionShape } from '../../../../../shared/contracts/order-action.ts'
import { sendEffects } from '../../alarms.ts'
import { dyingAfter } from '../../jobs-testing.ts'
import { carryOutDue } from '../carry-out.ts'
import { placeAction } from '../place.ts'

const MINUTE = 60_000

interface Course {
  /** The world before: what a rehearsal is made in. */
  begin: () => Promise<{ action: Partial<OrderAction> & { do: OrderAction['do'] }, rehearsal: Rehearsal }>
  /** Looks at the world after, the action being over. */
  check: (lastStep: number) => Promise<void>
  world?: typeof fetch
}

/**
 * Confirms an action by a process that dies after its first, second, … call, presses again as an agent would, lets the tick do the
 * rest, and looks. Returns at how many points it was killed.
 */
export async function dieEverywhere(desk: MoneyDesk, { begin, check, world = desk.shop.fetch }: Course): Promise<number> {
  const [ben] = await desk.shop.stack.sql<{ id: number }>(`select id::int from public.agents where name = 'Ben'`)
  const who = { agentId: ben?.id ?? 0, name: 'Ben', role: 'agent' as const }
  for (let lastStep = 1; ; lastStep++) {
    const { action, rehearsal: { orderId, digest } } = await begin()
    const wish = { orderId, action: OrderActionShape.parse(action), requestKey: crypto.randomUUID(), reason: 'Too tight', digest }
    const asked = { accountId: 1, conversationId: 1, who, ...wish }
    const dead = dyingAfter(desk.shop, world, lastStep)
    await placeAction(asked, { admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }).catch(() => null)
    desk.shop.die()
    const living = { ...desk.work(), fetch: world }
    await placeAction(asked, living).catch(() => null)
    for (let tick = 0; tick < 5; tick++) {
      desk.shop.travel(3 * MINUTE)
      await carryOutDue(living)
    }
    await sendEffects(living)
    await check(lastStep)
    if (dead.steps() < lastStep) return lastStep - 1
  }
}
