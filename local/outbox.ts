const KEPT = 100

export interface Mail { to: string, subject: string, code: string | null, at: number }

/** Where the demo's mails end; the newest first. */
export function createOutbox(now: () => number) {
  const mails: Mail[] = []
  return {
    mails,
    async send({ to, subject, text = '', html = '' }: { to: string, subject: string, text?: string, html?: string }) {
      mails.unshift({ to, subject, code: /\b\d{6}\b/.exec(text || html)?.[0] ?? null, at: now() })
      mails.length = Math.min(mails.length, KEPT)
    },
  }
}
