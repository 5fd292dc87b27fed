import type { Language } from '../contracts/judgement.ts'
import type { MacroUndo, UndoReason, UndoState } from '../contracts/macro-undo.ts'
import type { PlannedStep } from '../contracts/macro.ts'
import { nameStep } from './receipt.ts'

interface UndoReceipt {
  macroName: string
  askedBy: string
  steps: (Pick<PlannedStep, 'act' | 'action'> & { item: MacroUndo['items'][number] })[]
}

const MARKS = { done: '↶', failed: '✗', pending: '…', kept: '–' } as const satisfies Record<UndoState, string>

const WORDS = {
  en: {
    title: (name: string, who: string) => `Macro “${name}”, undone by ${who} as far as it can be`,
    reason: (name: string) => `Macro “${name}” undone`,
    states: { done: 'undone', failed: 'could not be undone', pending: 'under way' },
    because: {
      sent: 'was sent, and stays',
      noted: 'stays in the conversation',
      told: 'they know already',
      refunded: 'the money is with the customer',
      cancelled: 'a cancelled order stays so',
      order: 'is not taken back here',
      changed: 'somebody changed it since',
      already: 'was so before',
      unknown: 'nobody knows what was there before',
      over: 'its snooze has ended meanwhile',
      used: 'the code was used',
    },
  },
  es: {
    title: (name: string, who: string) => `Macro «${name}», deshecha por ${who} hasta donde se puede`,
    reason: (name: string) => `Macro «${name}» deshecha`,
    states: { done: 'deshecho', failed: 'no se pudo deshacer', pending: 'en curso' },
    because: {
      sent: 'se envió y queda así',
      noted: 'queda en la conversación',
      told: 'ya lo saben',
      refunded: 'el dinero lo tiene el cliente',
      cancelled: 'un pedido cancelado queda cancelado',
      order: 'no se deshace desde aquí',
      changed: 'alguien lo ha cambiado desde entonces',
      already: 'ya estaba así',
      unknown: 'nadie sabe qué había antes',
      over: 'su aplazamiento ya ha terminado',
      used: 'el código se ha usado',
    },
  },
  fr: {
    title: (name: string, who: string) => `Macro « ${name} », annulée par ${who} autant que possible`,
    reason: (name: string) => `Macro « ${name} » annulée`,
    states: { done: 'annulé', failed: 'n’a pas pu être annulé', pending: 'en cours' },
    because: {
      sent: 'a été envoyé et reste',
      noted: 'reste dans la conversation',
      told: 'ils sont déjà au courant',
      refunded: 'l’argent est chez le client',
      cancelled: 'une commande annulée le reste',
      order: 'ne s’annule pas d’ici',
      changed: 'quelqu’un l’a modifié depuis',
      already: 'était déjà ainsi',
      unknown: 'personne ne sait ce qu’il y avait avant',
      over: 'sa mise en veille a pris fin entre-temps',
      used: 'le code a été utilisé',
    },
  },
} as const satisfies Record<Language, {
  title: (name: string, who: string) => string
  reason: (name: string) => string
  states: Record<Exclude<UndoState, 'kept'>, string>
  because: Record<UndoReason, string>
}>

/** What was undone of a run, step by step, as the private note that it leaves in the conversation. */
export function writeUndoReceipt({ macroName, askedBy, steps }: UndoReceipt, language: Language): string {
  const words = WORDS[language]
  const lines = steps.map(({ act, action, item: { state, because, code } }) => {
    const why = state === 'failed' && code === 'changed_since' ? 'changed' : state === 'failed' && code === 'code_used' ? 'used' : because
    const became = why ? words.because[why] : state === 'kept' ? '' : words.states[state]
    return `${MARKS[state]} ${nameStep(act, action, language)} (${became})`
  })
  return [words.title(macroName, askedBy), ...lines].join('\n')
}

/** The reason that stands with a hold's release. */
export function writeUndoReason(macroName: string, language: Language): string {
  return WORDS[language].reason(macroName)
}
