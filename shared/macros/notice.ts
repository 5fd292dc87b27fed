import type { Language } from '../contracts/judgement.ts'
import { escapeSlack, oneLine } from '../sla/notice.ts'

/** What a macro tells colleagues. `text` has its values, `contactName` is the customer's own, `link` opens the conversation in Chatwoot. */
export interface MacroNotice { text: string, macroName: string, contactName: string, conversationId: number, link: string }

const TITLE_LENGTH = 120
const WORDS = {
  en: { somebody: 'a customer', line: (id: number, who: string, macro: string) => `Conversation #${id} with ${who}. Macro: ${macro}.`, open: 'Open it:' },
  es: { somebody: 'un cliente', line: (id: number, who: string, macro: string) => `Conversación n.º ${id} con ${who}. Macro: ${macro}.`, open: 'Abrirla:' },
  fr: { somebody: 'un client', line: (id: number, who: string, macro: string) => `Conversation n° ${id} avec ${who}. Macro : ${macro}.`, open: 'L’ouvrir :' },
} as const satisfies Record<Language, unknown>

/** A macro's notice as a mail: plain text, all of it. */
export function macroMail(notice: MacroNotice, language: Language): { subject: string, text: string } {
  return {
    subject: `${oneLine(notice.text, TITLE_LENGTH)} (#${notice.conversationId})`,
    text: `${notice.text}\n\n${lineOf(notice, language)}\n\n${WORDS[language].open}\n${notice.link}\n`,
  }
}

/** The same as Slack's mrkdwn. What customers wrote makes no link and calls nobody. */
export function macroSlack(notice: MacroNotice, language: Language): string {
  return `${escapeSlack(notice.text)}\n<${notice.link}|${escapeSlack(lineOf(notice, language))}>`
}

function lineOf({ conversationId, contactName, macroName }: MacroNotice, language: Language): string {
  return WORDS[language].line(conversationId, oneLine(contactName) || WORDS[language].somebody, oneLine(macroName))
}
