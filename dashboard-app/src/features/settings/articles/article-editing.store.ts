import type { ArticleStatus, Article as ArticleType } from '#shared/contracts/article'
import type { Language } from '#shared/contracts/judgement'
import type { ArticleDraft, DraftErrors } from './article-draft'
import type { FailureCode } from '@/core/api'
import { Article } from '#shared/contracts/article'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { checkDraft, draftOf, emptyDraft, isSameDraft } from './article-draft'

export type ListState =
  | { status: 'loading', articles: ArticleType[] }
  | { status: 'ready', articles: ArticleType[] }
  | { status: 'failed', articles: ArticleType[], code: FailureCode }
export type SaveState = { status: 'idle' } | { status: 'saving' } | { status: 'saved' } | { status: 'failed', code: FailureCode }
/** What is open: `kept` is how it stands on the server, null for an article that was never saved. */
export interface Open { kept: ArticleType | null, before: ArticleDraft }

const Articles = z.object({ articles: z.array(Article) })

/** The shop's articles for who writes them, and the one that is open; an open draft outlives a look at another screen. */
export const useArticleEditingStore = defineStore('settings_articles', () => {
  const api = useApi()
  const list = shallowRef<ListState>({ status: 'loading', articles: [] })
  const open = shallowRef<Open | null>(null)
  const draft = ref<ArticleDraft>(emptyDraft('en'))
  const errors = shallowRef<DraftErrors>({})
  const saving = shallowRef<SaveState>({ status: 'idle' })
  const isDirty = computed(() => open.value !== null && !isSameDraft(draft.value, open.value.before))
  let latest = 0

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    const { articles } = list.value
    if (list.value.status === 'failed') list.value = { status: 'loading', articles }
    const answer = await api.get(`/knowledge/${accountId}/articles`, Articles)
    if (mine !== latest) return
    list.value = answer.ok ? { status: 'ready', articles: answer.value.articles } : { status: 'failed', articles, code: answer.code }
  }

  function show(kept: ArticleType | null, before: ArticleDraft): void {
    open.value = { kept, before }
    draft.value = { ...before }
    errors.value = {}
    saving.value = { status: 'idle' }
  }
  const edit = (article: ArticleType) => show(article, draftOf(article))
  const write = (language: Language) => show(null, emptyDraft(language))
  function close(): void {
    open.value = null
  }

  /** Saves the draft with `status`. Refused as `article_changed` when somebody else was faster, unless `isForced`. */
  async function save(accountId: number, status: ArticleStatus, isForced = false): Promise<void> {
    const editing = open.value
    if (!editing || saving.value.status === 'saving') return
    const checked = checkDraft({ ...draft.value, status })
    errors.value = checked.ok ? {} : checked.errors
    if (!checked.ok) return
    const sent = { ...draft.value, status }
    saving.value = { status: 'saving' }
    const { kept } = editing
    const answer = kept
      ? await api.send('PUT', `/knowledge/${accountId}/articles/${kept.id}`, { ...checked.input, ...(isForced ? {} : { updatedAt: kept.updatedAt }) }, Article)
      : await api.send('POST', `/knowledge/${accountId}/articles`, checked.input, Article)
    if (answer.ok) void load(accountId)
    if (open.value !== editing) return
    saving.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    if (!answer.ok) return
    // What was typed while the answer was on its way stays a change.
    const typedMeanwhile = !isSameDraft({ ...draft.value, status }, sent)
    open.value = { kept: answer.value, before: draftOf(answer.value) }
    draft.value = typedMeanwhile ? { ...draft.value, status } : { ...open.value.before }
  }

  /** Takes what the other one saved, and drops the draft. */
  async function takeTheirs(accountId: number): Promise<void> {
    const kept = open.value?.kept
    if (!kept) return
    const answer = await api.get(`/knowledge/${accountId}/articles/${kept.id}`, Article)
    if (open.value?.kept !== kept) return
    if (answer.ok) edit(answer.value)
    else saving.value = { status: 'failed', code: answer.code }
  }

  return { list, open, draft, errors, saving, isDirty, load, edit, write, close, save, takeTheirs }
})
