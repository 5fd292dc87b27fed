import DOMPurify from 'dompurify'
import { marked } from 'marked'

const ALLOWED = ['p', 'br', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'code', 'blockquote']

/** What agents write is Markdown, shown as Chatwoot shows it: sanitized HTML. */
export function renderMarkdown(text: string): string {
  return DOMPurify.sanitize(marked.parse(text, { async: false, breaks: true }), { ALLOWED_TAGS: ALLOWED, ALLOWED_ATTR: ['href'] })
}

/** One line of it for a list, without its marks. */
export function plainLine(text: string): string {
  return DOMPurify.sanitize(marked.parse(text, { async: false }), { ALLOWED_TAGS: [], RETURN_DOM: true }).textContent?.replace(/\s+/g, ' ').trim() ?? ''
}
