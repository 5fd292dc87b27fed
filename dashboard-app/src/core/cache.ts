import type { InjectionKey } from 'vue'
import type { PanelStorage } from './storage'
import { Brief } from '#shared/contracts/brief'
import { inject } from 'vue'
import { z } from 'zod'
import { readJson } from './storage'

const Kept = z.object({ savedAt: z.number(), brief: Brief })
type KeptBrief = z.infer<typeof Kept>

const PREFIX = 'pitwall.brief.'
const CAPACITY = 24
// Yesterday's view of an order misleads more than it helps.
const MAX_AGE_MS = 12 * 3_600_000

interface BriefOwner { userId: string, accountId: number }
export interface BriefCache {
  get: (owner: BriefOwner, conversationId: number) => KeptBrief | null
  put: (owner: BriefOwner, brief: Brief) => void
  drop: (owner: BriefOwner, conversationId: number) => void
  /** Forgets every view, of whomever. */
  clear: () => void
}

export const CacheKey: InjectionKey<BriefCache> = Symbol('brief cache')

export function useCache(): BriefCache {
  const cache = inject(CacheKey)
  if (!cache) throw new Error('useCache() needs a BriefCache provided by main.ts')
  return cache
}

/** Keeps the last views, so that a conversation opened again paints at once. One user's view is never another's. */
export function createCache(storage: PanelStorage, now: () => number): BriefCache {
  const keyOf = ({ userId, accountId }: BriefOwner, conversationId: number) => `${PREFIX}${userId}.${accountId}.${conversationId}`
  const ours = () => storage.keys().filter(key => key.startsWith(PREFIX))
  const savedAt = (key: string) => Kept.pick({ savedAt: true }).safeParse(readJson(storage, key)).data?.savedAt ?? 0

  return {
    get(owner, conversationId) {
      const kept = Kept.safeParse(readJson(storage, keyOf(owner, conversationId))).data
      return kept && now() - kept.savedAt <= MAX_AGE_MS ? kept : null
    },
    put(owner, brief) {
      storage.setItem(keyOf(owner, brief.conversationId), JSON.stringify({ savedAt: now(), brief }))
      const keys = ours()
      if (keys.length <= CAPACITY) return
      const oldestFirst = keys.sort((a, b) => savedAt(a) - savedAt(b))
      for (const key of oldestFirst.slice(0, keys.length - CAPACITY)) storage.removeItem(key)
    },
    drop: (owner, conversationId) => storage.removeItem(keyOf(owner, conversationId)),
    clear: () => ours().forEach(key => storage.removeItem(key)),
  }
}
