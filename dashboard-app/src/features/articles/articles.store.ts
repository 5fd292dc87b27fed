import type { ArticleHit, Article as ArticleType } from '#shared/contracts/article'
import type { FailureCode } from '@/core/api'
import { Article, SearchAnswer } from '#shared/contracts/article'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'

export type SearchState =
  | { status: 'idle' }
  | { status: 'searching', query: string, hits: ArticleHit[] }
  | { status: 'found', query: string, hits: ArticleHit[] }
  | { status: 'failed', query: string, code: FailureCode }

export type PreviewState =
  | { status: 'loading' }
  | { status: 'ready', article: ArticleType }
  | { status: 'failed', code: FailureCode }

const LIMIT = 6

/** Articles the agent looks for, and those opened for a closer look. */
export const useArticlesStore = defineStore('articles', () => {
  const api = useApi()
  const search = shallowRef<SearchState>({ status: 'idle' })
  const previews = shallowRef<Record<number, PreviewState>>({})
  const openId = shallowRef<number | null>(null)
  let asking: AbortController | null = null

  async function find(accountId: number, query: string, language: string): Promise<void> {
    asking?.abort()
    const wanted = query.trim()
    if (!wanted) {
      search.value = { status: 'idle' }
      return
    }
    const mine = new AbortController()
    asking = mine
    const before = search.value
    search.value = { status: 'searching', query: wanted, hits: 'hits' in before ? before.hits : [] }
    const params = new URLSearchParams({ q: wanted, language, limit: String(LIMIT) })
    const answer = await api.get(`/knowledge/${accountId}/search?${params}`, SearchAnswer, mine.signal)
    if (asking !== mine) return
    search.value = answer.ok
      ? { status: 'found', query: wanted, hits: answer.value.hits }
      : { status: 'failed', query: wanted, code: answer.code }
  }

  async function load(accountId: number, id: number): Promise<PreviewState> {
    const known = previews.value[id]
    if (known?.status === 'ready') return known
    previews.value = { ...previews.value, [id]: { status: 'loading' } }
    const answer = await api.get(`/knowledge/${accountId}/articles/${id}`, Article)
    const state: PreviewState = answer.ok ? { status: 'ready', article: answer.value } : { status: 'failed', code: answer.code }
    previews.value = { ...previews.value, [id]: state }
    return state
  }

  function clear(): void {
    asking?.abort()
    asking = null
    search.value = { status: 'idle' }
    openId.value = null
  }

  return { search, previews, openId, find, load, clear }
})
