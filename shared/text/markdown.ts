/** The tags that Markdown of a customer, an agent or an article may become. No pictures: loading one tells its sender who reads. */
export const ALLOWED_TAGS = [
  'p',
  'br',
  'strong',
  'em',
  'del',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'a',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
] as const

export const ALLOWED_ATTRIBUTES = ['href', 'start'] as const

/** Whether a link in rendered Markdown may be followed: absolute http(s) without credentials, or an e-mail address. */
export function isSafeLink(href: string): boolean {
  // Blanks and control characters hide a scheme from the eye and not from the browser.
  if ([...href].some(character => character <= ' ') || !URL.canParse(href)) return false
  const { protocol, username, password } = new URL(href)
  if (protocol === 'mailto:') return true
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

/** Whether a text reads the same with and without Markdown, so that it may be shown as it is. */
export function isPlainText(text: string): boolean {
  return !/[*_`~<&\\|[\]]|^\s{0,3}(?:#{1,6}\s|>|[-+]\s|\d+[.)]\s|={3,}|-{3,})|^(?: {4}|\t)|https?:\/\/|www\.|\S@\S/m.test(text)
}
