import type { Language } from '../contracts/judgement.ts'
import type { ChatwootMacro, ImportLoss } from '../contracts/macro-import.ts'
import type { MacroAct } from '../contracts/macro.ts'
import { ConversationStatus, Priority } from '../contracts/conversation.ts'
import { MacroAct as Act, MacroDefinition, MAX_STEPS } from '../contracts/macro.ts'

/** A macro as Chatwoot lists it. */
export interface ForeignMacro { id: number, name: string, isPersonal: boolean, actions: { name: string, params: unknown[] }[] }
interface Mapped { acts: unknown[], losses: ImportLoss[] }

const LABELS_PER_STEP = 5
const LABEL = /^[\p{L}\p{N}_-]{1,60}$/u
const PLACEHOLDER = /\{\{\s*([\w.]+)\s*(\|[^{}]*)?\}\}/g
// Names of Chatwoot's Liquid drops that a run knows too.
const NAMES: Record<string, string> = {
  'contact.name': 'customer.name',
  'contact.first_name': 'customer.name',
  'agent.name': 'agent.name',
}

/**
 * What a macro of Chatwoot's (4.15) comes to here, and what of it does not come along. Texts are taken for texts in `language`;
 * `teamIds` are the teams that still exist. Steps keep their order.
 */
export function fromChatwoot(macro: ForeignMacro, language: Language, teamIds: ReadonlySet<number>): ChatwootMacro {
  const { id, name, isPersonal, actions } = macro
  const mapped = actions.map(action => mapAction(action, language, teamIds))
  const losses = mapped.flatMap(one => one.losses)
  const steps: MacroAct[] = []
  for (const [index, { acts }] of mapped.entries()) {
    for (const act of acts) {
      const parsed = Act.safeParse(act)
      const action = actions[index]?.name ?? ''
      if (!parsed.success) losses.push({ action, because: 'value', value: null })
      else if (steps.length === MAX_STEPS) losses.push({ action, because: 'room', value: null })
      else steps.push(parsed.data)
    }
  }
  const definition = MacroDefinition.safeParse({ name: name.trim().slice(0, 80) || `#${id}`, description: '', suggestedFor: [], inputs: [], steps })
  return { id, name, isPersonal, definition: definition.success ? definition.data : null, losses }
}

function mapAction({ name, params }: ForeignMacro['actions'][number], language: Language, teamIds: ReadonlySet<number>): Mapped {
  const first = typeof params[0] === 'string' || typeof params[0] === 'number' ? String(params[0]) : ''
  const acts = (...list: unknown[]): Mapped => ({ acts: list, losses: [] })
  const lost = (because: ImportLoss['because'], value: string | null): Mapped => ({ acts: [], losses: [{ action: name, because, value }] })
  const enumOf = (schema: typeof Priority | typeof ConversationStatus, act: (value: string) => unknown) =>
    schema.safeParse(first).success ? acts(act(first)) : lost('value', first || null)
  switch (name) {
    case 'send_message': return withText(name, first, text => ({ do: 'send_message', texts: { [language]: text } }))
    case 'add_private_note': return withText(name, first, text => ({ do: 'add_note', text }))
    case 'add_label': return mapLabels(name, params)
    case 'assign_team': {
      const teamId = Number(first)
      if (first === '' || first === 'nil') return lost('value', first || null)
      return teamIds.has(teamId)
        ? acts({ do: 'assign_team', teamId })
        : { acts: [{ do: 'assign_team', teamId: null }], losses: [{ action: name, because: 'value', value: first }] }
    }
    case 'assign_agent': return first === 'self' ? acts({ do: 'assign_me' }) : lost('value', first || null)
    case 'change_status': return enumOf(ConversationStatus, status => ({ do: 'set_status', status, snoozeHours: null }))
    case 'resolve_conversation': return acts({ do: 'set_status', status: 'resolved', snoozeHours: null })
    case 'snooze_conversation': return acts({ do: 'set_status', status: 'snoozed', snoozeHours: null })
    case 'change_priority': return enumOf(Priority, priority => ({ do: 'set_priority', priority }))
    default: return lost('action', null)
  }
}

function mapLabels(action: string, params: unknown[]): Mapped {
  const labels = params.map(String)
  const fit = labels.filter(label => LABEL.test(label))
  const acts = Array.from({ length: Math.ceil(fit.length / LABELS_PER_STEP) }, (_, index) => (
    { do: 'add_labels', labels: fit.slice(index * LABELS_PER_STEP, (index + 1) * LABELS_PER_STEP) }
  ))
  const losses = labels.filter(label => !LABEL.test(label)).map((value): ImportLoss => ({ action, because: 'value', value }))
  return { acts, losses }
}

// A name that no run knows stays: the run then refuses and says its name, where dropping it would send half a sentence.
function withText(action: string, template: string, act: (text: string) => unknown): Mapped {
  const losses: ImportLoss[] = []
  const text = template.replace(PLACEHOLDER, (_, name: string, filter: string | undefined) => {
    const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined
    if (known === undefined) losses.push({ action, because: 'variable', value: name })
    if (filter !== undefined) losses.push({ action, because: 'filter', value: filter.slice(1).trim() })
    return `{{${known ?? name}}}`
  })
  return { acts: [act(text)], losses }
}
