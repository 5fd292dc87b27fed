import type { Article, ArticleStatus } from '#shared/contracts/article'
import type { Language } from '#shared/contracts/judgement'
import type { SettingsKey } from '../words'
import { ArticleInput } from '#shared/contracts/article'

/** An article while it is written: text fields as they stand on screen. */
export interface ArticleDraft {
  title: string
  language: Language
  status: ArticleStatus
  url: string
  body: string
  /** Past questions of customers, one per line. */
  questions: string
}
export type DraftErrors = Partial<Record<keyof ArticleDraft, SettingsKey>>
export type DraftCheck = { ok: true, input: ArticleInput } | { ok: false, errors: DraftErrors }

export function emptyDraft(language: Language): ArticleDraft {
  return { title: '', language, status: 'draft', url: '', body: '', questions: '' }
}

export function draftOf({ title, language, status, url, body, questions }: Article): ArticleDraft {
  return { title, language, status, url: url ?? '', body, questions: questions.join('\n') }
}

export function isSameDraft(a: ArticleDraft, b: ArticleDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What would be sent, or a message for each field that does not fit the contract. */
export function checkDraft({ url, questions, ...draft }: ArticleDraft): DraftCheck {
  const lines = questions.split('\n').map(line => line.trim()).filter(line => line !== '')
  const parsed = ArticleInput.safeParse({ ...draft, url: url.trim() || null, questions: lines })
  const errors: DraftErrors = {}
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.path[0] === 'title') errors.title = issue.code === 'too_big' ? 'settings.articles.error.title_long' : 'settings.articles.error.title_empty'
    if (issue.path[0] === 'url') errors.url = 'settings.articles.error.url'
    if (issue.path[0] === 'body') errors.body = 'settings.articles.error.body_long'
    if (issue.path[0] === 'questions') errors.questions = 'settings.articles.error.questions'
  }
  // A draft may wait for its text; what agents send may not.
  if (draft.status === 'published' && draft.body.trim() === '') errors.body = 'settings.articles.error.body_empty'
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, input: parsed.data } : { ok: false, errors }
}

export const STATUS_LOOKS = {
  draft: { tone: 'amber', words: 'settings.articles.status.draft' },
  published: { tone: 'teal', words: 'settings.articles.status.published' },
  archived: { tone: 'slate', words: 'settings.articles.status.archived' },
} as const satisfies Record<ArticleStatus, { tone: 'amber' | 'teal' | 'slate', words: SettingsKey }>

/** Languages are called by their own name, in every language of the panel. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español', fr: 'Français' }
