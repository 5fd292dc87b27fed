import type { State as ChatwootState } from './standins/chatwoot/state.ts'
import type { ShopState } from './standins/shopify/state.ts'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from './process/write-whole.ts'

// The stand-ins' parts are read by nobody but who wrote them.
const DemoState = z.object({
  aheadMs: z.number().nonnegative(),
  chatwoot: z.custom<ChatwootState>().optional(),
  shopify: z.custom<ShopState>().optional(),
})
export type DemoState = z.infer<typeof DemoState>

const EVERY_MS = 5_000

/** What the demo was when it last stopped: how far it had travelled, what was said in its Chatwoot, what was done in its shop. */
export function readDemoState(file: string): DemoState {
  try {
    return DemoState.parse(JSON.parse(readFileSync(file, 'utf8')))
  }
  catch {
    return { aheadMs: 0 }
  }
}

/** Keeps the state while it changes; `save` does it now. */
export function keepDemoState(file: string, read: () => DemoState) {
  let kept = ''
  function save() {
    const text = JSON.stringify(read())
    if (text !== kept) writeWhole(file, text)
    kept = text
  }
  const timer = setInterval(save, EVERY_MS)
  return {
    save,
    stop() {
      clearInterval(timer)
      save()
    },
  }
}
