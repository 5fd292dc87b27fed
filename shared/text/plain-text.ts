const UNSEEN = /<!--[\s\S]*?-->|<(head|style|script|title)\b[\s\S]*?<\/\1\s*>/gi
const BREAK = /<(?:br|\/(?:p|div|tr|table|h[1-6]|li|ul|ol|blockquote))\b[^>]*>/gi
const TAG = /<[a-z/!?][^>]*>/gi
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'', nbsp: ' ' }
const LAST_CODE_POINT = 0x10FFFF

/** What a person reads of an HTML page, in lines, for showing as text and never as HTML again. At most `longest` characters. */
export function plainText(html: string, longest: number): string {
  const text = html
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(BREAK, '\n')
    .replaceAll(TAG, ' ')
    .replaceAll(ENTITY, (_, decimal?: string, hex?: string, name?: string) => charOf(decimal, hex) ?? NAMED[name?.toLowerCase() ?? ''] ?? ' ')
  const lines = text.split('\n').map(line => line.replaceAll(/\s+/g, ' ').trim()).filter(Boolean)
  const whole = lines.join('\n')
  return whole.length > longest ? `${whole.slice(0, longest - 1)}…` : whole
}

function charOf(decimal: string | undefined, hex: string | undefined): string | null {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
  return code === null ? null : code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : ' '
}
