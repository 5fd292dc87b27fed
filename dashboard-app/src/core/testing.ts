import type { Brief } from '#shared/contracts/brief'
import type { Api } from './api'
import type { PanelStorage } from './storage'
import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { ApiKey, createApi } from './api'
import { CacheKey, createCache } from './cache'
import { openStorage } from './storage'

const FUNCTIONS = 'http://panel.test/functions/v1'

/** What a test answers for a request; the path begins after the functions' address. */
export type Answering = (path: string, init: RequestInit) => Response | Promise<Response>

/** An Api over a test's own answers; everything between the stores and the wire is the real thing. */
export function apiOver(answer: Answering): Api {
  return createApi({
    url: FUNCTIONS,
    publishableKey: 'publishable',
    token: async () => 'token',
    isOnline: () => true,
    fetch: async (url, init = {}) => answer(String(url).replace(FUNCTIONS, ''), init),
  })
}

/** Stores as the panel has them, on a storage that tests can look into. */
export function openStores(answer: Answering, storage: PanelStorage = memory(), now: () => number = Date.now) {
  const pinia = createPinia()
  createApp({}).use(pinia).provide(ApiKey, apiOver(answer)).provide(CacheKey, createCache(storage, now))
  setActivePinia(pinia)
  return { storage, pinia }
}

/** The storage of a browser that denies it: memory. */
export function memory(): PanelStorage {
  return openStorage(() => { throw new Error('denied') })
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status })
}

export function problem(code: string, status: number): Response {
  return json({ type: `urn:problem:${code}`, title: code, status, code }, status)
}

/** A promise that the test settles. */
export function later<T>() {
  let settle: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => { settle = resolve })
  return { promise, settle }
}

export function brief(over: Partial<Brief> = {}): Brief {
  return {
    accountId: 7,
    conversationId: 41,
    conversation: {
      status: 'open',
      priority: null,
      labels: [],
      subject: null,
      inbox: { id: 1, name: 'Website chat', channel: 'Channel::WebWidget' },
      assignee: null,
      team: null,
      canReply: true,
      openedAt: 1_000,
      lastActivityAt: 2_000,
    },
    contact: { id: 3, name: 'Nora Whitfield', email: 'nora@example.com', phone: null, isVip: false },
    language: { value: 'en', confidence: 0.98, evidence: [], version: 'test' },
    replyLanguage: 'en',
    category: { value: 'order_status', confidence: 0.9, evidence: ['where is'], version: 'test' },
    guess: null,
    mood: { value: 'neutral', confidence: 0.8, evidence: [], version: 'test', score: 0, trend: [0] },
    frustration: { value: false, confidence: 0.9, evidence: [], version: 'test' },
    records: { category: null, language: null, mood: null },
    clocks: [],
    assignment: null,
    shop: { status: 'not_connected' },
    messages: [],
    isLive: true,
    articles: [],
    earlier: [],
    me: { id: 5, name: 'Maya Okafor', role: 'agent', email: 'maya@example.com' },
    waiting: 0,
    asOf: 5_000,
    ...over,
  }
}
