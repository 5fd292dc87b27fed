import type { Mail } from './outbox.ts'
import { z } from 'zod'

const Advance = z.object({ seconds: z.number().int().min(0).max(90 * 86_400) })
const Fault = z.looseObject({ vendor: z.string() })
const PostedMail = z.object({ to: z.array(z.email()).min(1), subject: z.string(), text: z.string() })
const SLACK_KEPT = 100

interface Options {
  isDemo: boolean
  mails: Mail[]
  /** Takes what a mail service would be asked to send. */
  postMail: (mail: z.infer<typeof PostedMail>, key: string) => void
  advance: (ms: number) => number
  afterAdvance: () => Promise<void>
  faults: Record<string, (fault: unknown) => Promise<unknown> | void>
}

/** `/__local/…`: conveniences that would be a hole anywhere but on one's own machine in demo mode, so elsewhere they do not exist. */
export function createDemoRoutes({ isDemo, mails, postMail, advance, afterAdvance, faults }: Options) {
  const slack: unknown[] = []
  return async (request: Request, path: string, isLoopback: boolean): Promise<Response> => {
    if (!isDemo || !isLoopback || !isOwnPage(request)) return new Response('Not found', { status: 404 })
    if (path === '/outbox') return Response.json({ mails })
    if (path === '/mail' && request.method === 'POST') {
      const asked = PostedMail.safeParse(await request.json().catch(() => null))
      if (!asked.success) return Response.json({ error: 'to, subject and text are missing' }, { status: 422 })
      postMail(asked.data, request.headers.get('idempotency-key') ?? crypto.randomUUID())
      return Response.json({ ok: true })
    }
    if (path === '/slack' && request.method === 'POST') {
      slack.unshift(await request.json().catch(() => null))
      slack.length = Math.min(slack.length, SLACK_KEPT)
      return new Response('ok')
    }
    if (path === '/slack') return Response.json({ messages: slack })
    if (path === '/advance' && request.method === 'POST') {
      const asked = Advance.safeParse(await request.json().catch(() => null))
      if (!asked.success) return Response.json({ error: 'seconds: a whole number up to 90 days' }, { status: 400 })
      const now = advance(asked.data.seconds * 1000)
      await afterAdvance()
      return Response.json({ now })
    }
    if (path === '/fault' && request.method === 'POST') return setFault(await request.json().catch(() => null))
    return new Response('Not found', { status: 404 })
  }

  async function setFault(asked: unknown): Promise<Response> {
    const { vendor, ...fault } = Fault.catch({ vendor: '' }).parse(asked)
    const set = faults[vendor]
    if (!set) return Response.json({ error: `vendor: one of ${Object.keys(faults).join(', ')}` }, { status: 400 })
    try {
      await set(fault)
      return Response.json({ ok: true })
    }
    catch (error) {
      return Response.json({ error: error instanceof z.ZodError ? z.prettifyError(error) : 'This stand-in cannot fail so' }, { status: 400 })
    }
  }
}

/** A page of another site must not read the sign-in codes of who happens to run the demo (DNS rebinding included). */
function isOwnPage(request: Request): boolean {
  const { hostname } = new URL(request.url)
  const site = request.headers.get('sec-fetch-site')
  return ['127.0.0.1', 'localhost'].includes(hostname) && (site === null || site === 'same-origin' || site === 'none')
}
