import type { Language } from '../contracts/judgement.ts'
import { escapeSlack, oneLine } from '../sla/notice.ts'

/** What a rule tells supervisors. `text` is the admin's, `contactName` the customer's, `link` opens the conversation in Chatwoot. */
export interface RuleNotice { text: string, ruleName: string, contactName: string, conversationId: number, link: string }

const WORDS = {
  en: { somebody: 'a customer', line: (id: number, who: string, rule: string) => `Conversation #${id} with ${who}. Rule: ${rule}.`, open: 'Open it:' },
  es: { somebody: 'un cliente', line: (id: number, who: string, rule: string) => `Conversación n.º ${id} con ${who}. Regla: ${rule}.`, open: 'Abrirla:' },
  fr: { somebody: 'un client', line: (id: number, who: string, rule: string) => `Conversation n° ${id} avec ${who}. Règle : ${rule}.`, open: 'L’ouvrir :' },
} as const satisfies Record<Language, unknown>

/** A rule's notice as a mail: plain text. */
export function ruleMail(notice: RuleNotice, language: Language): { subject: string, text: string } {
  const title = oneLine(notice.text, 300)
  return { subject: `${title} (#${notice.conversationId})`, text: `${title}\n${lineOf(notice, language)}\n\n${WORDS[language].open}\n${notice.link}\n` }
}

/** A rule's notice as Slack's mrkdwn. */
export function ruleSlack(notice: RuleNotice, language: Language): string {
  return `:bell: *<${notice.link}|${escapeSlack(oneLine(notice.text, 300))}>*\n${escapeSlack(lineOf(notice, language))}`
}

function lineOf({ conversationId, contactName, ruleName }: RuleNotice, language: Language): string {
  return WORDS[language].line(conversationId, oneLine(contactName) || WORDS[language].somebody, oneLine(ruleName))
}
