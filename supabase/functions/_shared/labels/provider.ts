import type { LabelAddress, LabelParcel } from '../../../../shared/contracts/label-settings.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import { z } from 'zod'
import { ProblemError } from '../app.ts'

export interface LabelRequest { from: LabelAddress, to: LabelAddress, parcel: LabelParcel }
/** What a label would cost; `costs` in each currency the provider names. */
interface LabelQuote { shipmentId: string, rateId: string, carrier: string, service: string, costs: Money[] }
export interface Purchase { shipmentId: string, rateId: string }
export interface BoughtLabel { id: string, url: string, number: string, trackingUrl: string | null }

export type BuyWord =
  | { is: 'bought', label: BoughtLabel }
  | { is: 'refused', detail: string | null }
  | { is: 'not_executed' }
  | { is: 'unknown' }
/** What the provider shows of a purchase; one that was voided is absent. */
export type LabelSight = { is: 'bought', label: BoughtLabel } | { is: 'absent' } | { is: 'pending' }

/**
 * Whoever sells labels. `quote`, `find` and `check` refuse with `label_refused` and `label_unreachable`; `buy` never throws for the
 * provider's doing, and is preceded by `find`, so that nothing is paid twice.
 */
export interface LabelProvider {
  check: () => Promise<void>
  quote: (request: LabelRequest) => Promise<LabelQuote[]>
  buy: (purchase: Purchase, id: string) => Promise<BuyWord>
  find: (purchase: Purchase, id: string) => Promise<LabelSight>
  /** Whether the provider takes the label back. */
  giveBack: (label: BoughtLabel, purchase: Purchase) => Promise<boolean>
}
export interface ProviderOptions { apiKey: string, fetch?: typeof globalThis.fetch }

const READ_MS = 6_000
const BUY_MS = 15_000

export interface ProviderAnswer { status: number, body: unknown }
/** One request to a provider; null when no answer came that could be its own. */
export function createDoor(base: string, authorization: string, send: typeof globalThis.fetch = globalThis.fetch) {
  async function ask(method: 'GET' | 'POST', path: string, body?: unknown, timeoutMs = BUY_MS): Promise<ProviderAnswer | null> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const headers = { authorization, ...body !== undefined && { 'content-type': 'application/json' } }
    const signal = AbortSignal.timeout(timeoutMs)
    // A redirect would carry the key to whoever it names.
    const response = await send(`${base}${path}`, { method, headers, redirect: 'error', signal, ...sent }).catch(() => null)
    if (!response || response.status >= 500) return null
    return { status: response.status, body: await response.json().catch(() => null) }
  }
  return {
    ask,
    async read<S extends z.ZodType>(method: 'GET' | 'POST', path: string, schema: S, body?: unknown): Promise<z.output<S>> {
      const answer = await ask(method, path, body, READ_MS)
      if (!answer || answer.status === 429) throw new ProblemError('label_unreachable')
      const parsed = schema.safeParse(answer.body)
      if (answer.status < 400 && parsed.success) return parsed.data
      throw new ProblemError('label_refused', { detail: wordsOf(answer.body) ?? `The provider answered ${answer.status}` })
    },
  }
}

const Words = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ messages: z.array(z.object({ text: z.string() })).min(1) }).transform(({ messages }) => messages.map(({ text }) => text).join(' ')),
])
/** What a provider says went wrong. */
export function wordsOf(body: unknown): string | null {
  return Words.safeParse(body).data?.slice(0, 300) ?? null
}
