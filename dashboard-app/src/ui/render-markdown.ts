import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, isSafeLink } from '#shared/text/markdown'
import DOMPurify from 'dompurify'
import { marked } from 'marked'

const purifier = DOMPurify(window)
purifier.addHook('afterSanitizeAttributes', (node) => {
  const href = node.getAttribute('href')
  if (href === null) return
  if (!isSafeLink(href)) return node.removeAttribute('href')
  // The frame must not be led elsewhere, and the target learns nothing of where it was opened.
  node.setAttribute('target', '_blank')
  node.setAttribute('rel', 'noopener noreferrer nofollow')
})

/** Markdown from anybody as nodes that may be shown: few tags, http(s) and mailto links, no pictures, no styles. */
export function renderMarkdown(source: string): DocumentFragment {
  const html = marked.parse(source, { async: false, gfm: true, breaks: true })
  return purifier.sanitize(html, {
    ALLOWED_TAGS: [...ALLOWED_TAGS],
    ALLOWED_ATTR: [...ALLOWED_ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })
}
