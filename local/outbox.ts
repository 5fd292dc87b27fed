const KEPT = 100

export interface Mail { to: string, subject: string, text: string, code: string | null, at: number }

/** Where the demo's mails end; the newest first. */
export function createOutbox(now: () => number) {
  const mails: Mail[] = []
  const keys = new Set<string>()
  function keep(mail: Omit<Mail, 'at'>) {
    mails.unshift({ ...mail, at: now() })
    mails.length = Math.min(mails.length, KEPT)
  }
  return {
    mails,
    async send({ to, subject, text = '', html = '' }: { to: string, subject: string, text?: string, html?: string }) {
      keep({ to, subject, text, code: /\b\d{6}\b/.exec(text || html)?.[0] ?? null })
    },
    /** What a mail service does with a request: each key is sent once. */
    post({ to, subject, text }: { to: string[], subject: string, text: string }, key: string) {
      if (keys.has(key)) return
      keys.add(key)
      for (const one of to) keep({ to: one, subject, text, code: null })
    },
  }
}
