import type { OrderAction, Rehearsal } from '../../../../../shared/contracts/order-action.ts'
import type { MoneyDesk } from '../testing.ts'
import { OrderAction as OrderActionShape } from '../../../../../shared/contracts/order-action.ts'
import { sendEffects } from '../../alarms.ts'
import { dyingAfter } from '../../jobs-testing.ts'
import { carryOutDue } from '../carry-out.ts'
import { placeAction } from '../place.ts'

const MINUTE = 60_000

interface Course {
  /** Makes the world before, once; every round begins in a copy of it. */
  begin: () => Promise<Partial<OrderAction> & { do: OrderAction['do'] }>
  orderId: string
  /** Puts back what is of another stand-in. */
  again?: () => void
  /** Looks at the world after, the action being over. */
  check: (lastStep: number) => Promise<void>
}

/**
 * Confirms an action by a process that dies after its first, second, … call, presses again as an agent would, lets the tick do the
 * rest, and looks. Returns at how many points it was killed.
 */
export async function dieEverywhere(desk: MoneyDesk, { begin, orderId, again, check }: Course): Promise<number> {
  const [ben] = await desk.shop.stack.sql<{ id: number }>(`select id::int from public.agents where name = 'Ben'`)
  const who = { agentId: ben?.id ?? 0, name: 'Ben', role: 'agent' as const }
  const action = await begin()
  const before = structuredClone(desk.shop.shopify.state)
  const { digest } = await rehearse(desk, orderId, action)
  for (let lastStep = 1; ; lastStep++) {
    await desk.reset()
    again?.()
    Object.assign(desk.shop.shopify.state, structuredClone(before))
    const wish = { orderId, action: OrderActionShape.parse(action), requestKey: crypto.randomUUID(), reason: 'Too tight', digest }
    const asked = { accountId: 1, conversationId: 1, who, ...wish }
    const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
    await placeAction(asked, { admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }).catch(() => null)
    desk.shop.die()
    await placeAction(asked, desk.work()).catch(() => null)
    for (let tick = 0; tick < 5 && await isOpen(desk); tick++) {
      desk.shop.travel(3 * MINUTE)
      await carryOutDue(desk.work())
    }
    await sendEffects(desk.work())
    await check(lastStep)
    if (dead.steps() < lastStep) return lastStep - 1
  }
}

async function rehearse(desk: MoneyDesk, orderId: string, action: Partial<OrderAction> & { do: OrderAction['do'] }): Promise<Rehearsal> {
  const answer = await desk.rehearse(orderId, action)
  if (answer.status !== 'ready') throw new Error(answer.because)
  return answer.rehearsal
}
async function isOpen(desk: MoneyDesk): Promise<boolean> {
  return (await desk.states()).some(({ state }) => ['ready', 'sent', 'unknown'].includes(state))
}
