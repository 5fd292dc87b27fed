import type { Language } from '../contracts/judgement.ts'
import type { MacroAct, NotifyBy, PlannedStep, RunState, StepState } from '../contracts/macro.ts'
import { summarise } from '../actions/receipt.ts'

export interface Receipt {
  macroName: string
  startedAs: string
  state: Extract<RunState, 'done' | 'failed' | 'stopped' | 'refused'>
  steps: (Pick<PlannedStep, 'act' | 'action'> & { state: StepState })[]
}

const MARKS = { done: '✓', skipped: '–', failed: '✗', pending: '…', todo: '·' } as const satisfies Record<StepState, string>

const WORDS = {
  en: {
    by: { mail: 'e-mail', slack: 'Slack' },
    title: (name: string, who: string) => `Macro “${name}”, started by ${who}`,
    ends: { done: 'Done.', failed: 'Ended at a step that failed.', stopped: 'Stopped.', refused: 'Not approved.' },
    acts: {
      send_message: 'Reply to the customer',
      add_note: 'Private note',
      notify_supervisors: 'Supervisors told',
      notify: 'Colleagues told',
      call_webhook: 'Webhook called',
      add_labels: 'Labels',
      set_priority: 'Priority',
      assign_team: 'Team',
      assign_me: 'Assignee',
      set_status: 'Status',
      ask_approval: 'Approval by a second person',
      wait: 'Wait',
      order_action: 'With the order',
      stop: 'End',
    },
  },
  es: {
    by: { mail: 'correo', slack: 'Slack' },
    title: (name: string, who: string) => `Macro «${name}», iniciada por ${who}`,
    ends: { done: 'Terminada.', failed: 'Terminó en un paso que falló.', stopped: 'Detenida.', refused: 'No aprobada.' },
    acts: {
      send_message: 'Respuesta al cliente',
      add_note: 'Nota privada',
      notify_supervisors: 'Aviso a los supervisores',
      notify: 'Aviso a compañeros',
      call_webhook: 'Llamada a un webhook',
      add_labels: 'Etiquetas',
      set_priority: 'Prioridad',
      assign_team: 'Equipo',
      assign_me: 'Agente asignado',
      set_status: 'Estado',
      ask_approval: 'Aprobación de otra persona',
      wait: 'Espera',
      order_action: 'Con el pedido',
      stop: 'Fin',
    },
  },
  fr: {
    by: { mail: 'e-mail', slack: 'Slack' },
    title: (name: string, who: string) => `Macro « ${name} », lancée par ${who}`,
    ends: { done: 'Terminée.', failed: 'Arrêtée à une étape qui a échoué.', stopped: 'Interrompue.', refused: 'Non approuvée.' },
    acts: {
      send_message: 'Réponse au client',
      add_note: 'Note privée',
      notify_supervisors: 'Superviseurs prévenus',
      notify: 'Collègues prévenus',
      call_webhook: 'Appel d’un webhook',
      add_labels: 'Étiquettes',
      set_priority: 'Priorité',
      assign_team: 'Équipe',
      assign_me: 'Agent assigné',
      set_status: 'Statut',
      ask_approval: 'Approbation par une autre personne',
      wait: 'Attente',
      order_action: 'Sur la commande',
      stop: 'Fin',
    },
  },
} as const satisfies Record<Language, {
  acts: Record<MacroAct['do'], string>
  by: Record<NotifyBy, string>
  ends: Record<Receipt['state'], string>
  title: (name: string, who: string) => string
}>

/** What a run did, step by step, as the private note that it leaves in the conversation. */
export function writeReceipt({ macroName, startedAs, state, steps }: Receipt, language: Language): string {
  const words = WORDS[language]
  const lines = steps.map(({ act, action, state: became }) => `${MARKS[became]} ${nameStep(act, action, language)}`)
  return [words.title(macroName, startedAs), ...lines, words.ends[state]].join('\n')
}

/** A step in words, with what it set. */
export function nameStep(act: MacroAct, action: PlannedStep['action'], language: Language): string {
  return `${WORDS[language].acts[act.do]}${detailOf(act, action, language)}`
}

function detailOf(act: MacroAct, action: PlannedStep['action'], language: Language): string {
  switch (act.do) {
    case 'order_action': {
      if (action?.answer?.status !== 'ready') return ''
      const { kind, orderName, money } = action.answer.rehearsal
      return `: ${summarise({ kind, orderName, money: money?.amount ?? null }, language)}`
    }
    case 'notify': return `: ${WORDS[language].by[act.by]}`
    case 'call_webhook': return `: ${act.webhook}`
    case 'add_labels': return `: ${act.labels.join(', ')}`
    case 'set_priority': return `: ${act.priority}`
    case 'set_status': return `: ${act.status}`
    default: return ''
  }
}
