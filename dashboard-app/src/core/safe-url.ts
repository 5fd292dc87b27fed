/** A link from outside that may be followed: absolute, http or https, without credentials. Null otherwise. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null
  const { protocol, username, password, href } = new URL(url)
  return ['http:', 'https:'].includes(protocol) && !username && !password ? href : null
}
