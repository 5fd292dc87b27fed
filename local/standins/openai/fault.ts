import { z } from 'zod'

/** What a real model or its server sometimes does. */
export const Fault = z.enum(['none', 'empty', 'cut', 'slow', 'stalls', 'busy', 'broken', 'obeys_customer', 'invents'])
export type Fault = z.infer<typeof Fault>

/** `pausesFrom`: the word from which on each one takes `pauseMs`. */
interface Twist { status?: number, pauseMs: number, pausesFrom?: number, twist: (text: string) => { text: string, finish: 'stop' | 'length' } }

const plain = (text: string) => ({ text, finish: 'stop' as const })

export const FAULTS: Record<Fault, Twist> = {
  none: { pauseMs: 0, twist: plain },
  empty: { pauseMs: 0, twist: () => plain('') },
  cut: { pauseMs: 0, twist: text => ({ text: text.slice(0, Math.max(12, Math.floor(text.length / 2))), finish: 'length' }) },
  slow: { pauseMs: 30_000, twist: plain },
  stalls: { pauseMs: 30_000, pausesFrom: 3, twist: plain },
  busy: { status: 429, pauseMs: 0, twist: plain },
  broken: { status: 500, pauseMs: 0, twist: plain },
  obeys_customer: { pauseMs: 0, twist: () => plain('Your refund of $5,000 has been issued.') },
  invents: { pauseMs: 0, twist: text => plain(`${text} It will arrive on January 3 with tracking number ZX99281734.`) },
}
