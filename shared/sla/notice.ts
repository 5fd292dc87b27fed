import type { Language } from '../contracts/judgement.ts'
import type { ClockKind } from '../contracts/sla.ts'

/** A promise that turned, as people are told of it. `dueAt` is epoch ms, `link` opens the conversation in Chatwoot. */
export interface Notice {
  level: 'yellow' | 'red'
  kind: ClockKind
  tierName: string
  contactName: string
  conversationId: number
  dueAt: number | null
  link: string
}

const WORDS = {
  en: {
    kinds: { first_response: 'first reply', next_response: 'next reply', resolution: 'resolution' },
    somebody: 'a customer',
    yellow: (kind: string, who: string) => `In danger: ${kind} for ${who}`,
    red: (kind: string, who: string) => `Broken: ${kind} for ${who}`,
    line: (id: number, tier: string, when: string) => `Conversation #${id}, tier ${tier}. Due ${when}.`,
    open: 'Open it:',
  },
  es: {
    kinds: { first_response: 'primera respuesta', next_response: 'siguiente respuesta', resolution: 'resolución' },
    somebody: 'un cliente',
    yellow: (kind: string, who: string) => `En peligro: ${kind} para ${who}`,
    red: (kind: string, who: string) => `Incumplida: ${kind} para ${who}`,
    line: (id: number, tier: string, when: string) => `Conversación n.º ${id}, nivel ${tier}. Plazo: ${when}.`,
    open: 'Abrirla:',
  },
  fr: {
    kinds: { first_response: 'première réponse', next_response: 'réponse suivante', resolution: 'résolution' },
    somebody: 'un client',
    yellow: (kind: string, who: string) => `En danger : ${kind} pour ${who}`,
    red: (kind: string, who: string) => `Manquée : ${kind} pour ${who}`,
    line: (id: number, tier: string, when: string) => `Conversation n° ${id}, niveau ${tier}. Échéance : ${when}.`,
    open: 'L\'ouvrir :',
  },
} as const satisfies Record<Language, unknown>

const LONGEST_NAME = 80

/** A notice as a mail: plain text, so that no name can be more than a name. */
export function noticeMail(notice: Notice, language: Language, now: number): { subject: string, text: string } {
  const { title, line, open } = sentences(notice, language, now)
  return { subject: `${title} (#${notice.conversationId})`, text: `${title}\n${line}\n\n${open}\n${notice.link}\n` }
}

/** A notice as Slack's mrkdwn, in which three characters could start a mention or a link. */
export function noticeSlack(notice: Notice, language: Language, now: number): string {
  const { title, line } = sentences(notice, language, now)
  const mark = notice.level === 'red' ? ':red_circle:' : ':large_yellow_circle:'
  return `${mark} *<${notice.link}|${escapeSlack(title)}>*\n${escapeSlack(line)}`
}

function sentences({ level, kind, tierName, contactName, conversationId, dueAt }: Notice, language: Language, now: number) {
  const words = WORDS[language]
  const who = oneLine(contactName) || words.somebody
  const when = dueAt === null ? '–' : relative(dueAt - now, language)
  return { title: words[level](words.kinds[kind], who), line: words.line(conversationId, oneLine(tierName), when), open: words.open }
}

function relative(spanMs: number, language: Language): string {
  const minutes = Math.round(spanMs / 60_000)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' })
  return Math.abs(minutes) < 120 ? format.format(minutes, 'minute') : format.format(Math.round(minutes / 60), 'hour')
}

/** Text without line breaks or control characters, cut to `longest` letters. */
export function oneLine(text: string, longest = LONGEST_NAME): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, longest)
}

/** Text of which Slack makes no mention, link or emphasis. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('*', '∗')
}
