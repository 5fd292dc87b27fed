import type { Serve } from '../database/rest.ts'
import { z } from 'zod'
import { readToken, signToken } from './tokens.ts'

const Address = z.string().transform(address => address.trim().toLowerCase()).pipe(z.string().min(3).max(320))
const CodeRequest = z.object({ email: Address, create_user: z.boolean().optional() })
const Guess = z.object({ email: Address, token: z.string().max(20), type: z.enum(['email', 'magiclink', 'signup']) })
const Renewal = z.object({ refresh_token: z.string().max(200) })
const Session = z.looseObject({ access_token: z.string().optional() })

// All that signing in by code needs. lite offers more, and some of it would let a stranger become an agent: a password
// set before the agent first comes, an address changed without asking its new owner, a code guessed by its hash.
const UNGUARDED = new Set(['GET /user', 'POST /logout', 'GET /health', 'GET /settings', 'GET /.well-known/jwks.json'])
const REMEMBERED = 10_000

export interface GateOptions {
  secret: string
  now: () => number
  resendMs?: number
  guesses?: number
  /** Added to each token's life where the demo may travel ahead of it. */
  extraSeconds?: number
}

/**
 * Stands in front of lite's auth and gives it what GoTrue has: a key id in tokens, the verification type `email`,
 * one code per address and minute, and an end to guessing.
 */
export function createAuthGate(inner: Serve, { secret, now, resendMs = 60_000, guesses = 10, extraSeconds = 0 }: GateOptions): Serve {
  const codes = new Map<string, { sentAt: number, misses: number }>()
  const codeOf = (address: string) => codes.get(address) ?? { sentAt: -Infinity, misses: 0 }
  function remember(address: string, code: { sentAt: number, misses: number }) {
    codes.delete(address)
    codes.set(address, code)
    const [oldest] = codes.keys()
    if (codes.size > REMEMBERED && oldest !== undefined) codes.delete(oldest)
  }

  async function requestCode({ email, create_user }: z.infer<typeof CodeRequest>, ask: Serve, request: Request) {
    const before = codeOf(email)
    if (now() - before.sentAt < resendMs) return refuse(429, 'over_email_send_rate_limit', 'A code was sent a moment ago')
    remember(email, { ...before, sentAt: now() })
    const response = await ask(asking(request, { email, create_user }))
    remember(email, response.ok ? { sentAt: now(), misses: 0 } : before)
    return response
  }

  async function verifyCode({ email, token, type }: z.infer<typeof Guess>, ask: Serve, request: Request) {
    const code = codeOf(email)
    if (code.misses >= guesses) return refuse(429, 'over_request_rate_limit', 'Too many wrong codes; ask for a new one')
    // Counted before the answer, so that guesses side by side are guesses too.
    remember(email, { ...code, misses: code.misses + 1 })
    const attempt = async (lites: string) => ask(asking(request, { email, token, type: lites }))
    let response = await attempt(type === 'email' ? 'magiclink' : type)
    if (!response.ok && type === 'email') {
      const asNewcomer = await attempt('signup')
      if (asNewcomer.ok) response = asNewcomer
    }
    if (response.ok) codes.delete(email)
    return response
  }

  async function resign(response: Response): Promise<Response> {
    if (!response.ok) return response
    const session = Session.parse(await response.json())
    const claims = session.access_token && await readToken(session.access_token, secret)
    if (claims) session.access_token = await signToken({ ...claims, is_anonymous: false, exp: Number(claims.exp) + extraSeconds }, secret)
    return new Response(JSON.stringify(session), { status: response.status, headers: withoutLength(response.headers) })
  }

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const route = `${request.method} ${pathname.replace('/auth/v1', '')}`
    if (request.method === 'OPTIONS' || UNGUARDED.has(route)) return inner(request)
    const body: unknown = await request.json().catch(() => null)
    if (route === 'POST /otp') return guarded(CodeRequest, body, async asked => requestCode(asked, inner, request))
    if (route === 'POST /verify') return guarded(Guess, body, async guess => resign(await verifyCode(guess, inner, request)))
    if (route === 'POST /token' && searchParams.get('grant_type') === 'refresh_token') {
      return guarded(Renewal, body, async renewal => resign(await inner(asking(request, renewal))))
    }
    return refuse(404, 'not_found', 'Here one signs in with a code sent by e-mail')
  }
}

async function guarded<T>(schema: z.ZodType<T>, body: unknown, answer: (body: T) => Promise<Response>): Promise<Response> {
  const parsed = schema.safeParse(body)
  return parsed.success ? answer(parsed.data) : refuse(400, 'validation_failed', 'The request is not one this sign-in knows')
}

function asking(request: Request, body: unknown): Request {
  return new Request(request.url, { method: 'POST', headers: withoutLength(request.headers), body: JSON.stringify(body) })
}

function refuse(status: number, error_code: string, msg: string): Response {
  return Response.json({ code: status, error_code, msg }, { status, headers: { 'access-control-allow-origin': '*' } })
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('content-length')
  return kept
}
