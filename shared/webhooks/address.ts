// IANA's special-purpose blocks, as [first address, bits of the prefix].
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/

/** The address of a webhook, or null where it may not be called: only https, no credentials in it, and no host of one's own network. */
export function readWebhookUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' || url.username || url.password) return null
  return isCallableHost(url.hostname) ? url : null
}

/** Whether an IP address, as a resolver writes it, is one of the public internet. What cannot be read is not. */
export function isPublicAddress(address: string): boolean {
  const v4 = readV4(address)
  if (v4 !== null) return !SPECIAL_V4.some(([first, bits]) => isWithin(v4, readV4(first) ?? 0, bits))
  const v6 = readV6(address)
  if (!v6) return false
  const [first = 0, second = 0] = v6
  // Global unicast alone, without what carries IPv4 (6to4, Teredo), benchmarks and documentation.
  if (first >> 13 !== 1 || first === 0x2002) return false
  return !(first === 0x2001 && (second < 0x200 || second === 0xDB8)) && !(first === 0x3FFF && second < 0x1000)
}

function isCallableHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '')
  if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1))
  if (readV4(host) !== null) return isPublicAddress(host)
  return host.includes('.') && !LOCAL_NAMES.test(host)
}

function readV4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return null
  const octets = match.slice(1).map(Number)
  return octets.every(octet => octet < 256) ? octets.reduce((sum, octet) => sum * 256 + octet, 0) : null
}

function readV6(text: string): number[] | null {
  const halves = text.toLowerCase().split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map(half => half === '' ? [] : half.split(':'))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  return groups.every(group => /^[\da-f]{1,4}$/.test(group)) ? groups.map(group => Number.parseInt(group, 16)) : null
}

function isWithin(address: number, first: number, bits: number): boolean {
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(first / size)
}
