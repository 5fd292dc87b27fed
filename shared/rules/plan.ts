import type { RuleAction, RuleEffect } from '../contracts/rule.ts'
import type { RuleFacts } from './facts.ts'
import { Language } from '../contracts/judgement.ts'

const NAME = /\{\{\s*name\s*\}\}/gu

/** What an action comes to in this conversation: what is there already is not done again, and a hole is never sent. */
export function planEffect(action: RuleAction, facts: RuleFacts): RuleEffect {
  switch (action.do) {
    case 'add_labels': return effect(action, action.labels.every(label => facts.labels.includes(label)) ? 'already' : null)
    case 'set_priority': return effect(action, facts.priority === action.priority ? 'already' : null)
    case 'assign_team': return effect(action, action.teamId === null ? 'no_team' : facts.teamId === action.teamId ? 'already' : null)
    case 'prepare_draft': {
      const language = Language.safeParse(facts.language)
      const text = language.success ? action.texts[language.data] : undefined
      if (text === undefined) return effect(action, 'no_text')
      const name = firstName(facts.contactName)
      if (name === '' && text.search(NAME) !== -1) return effect(action, 'name_missing')
      return effect(action, null, text.replace(NAME, () => name))
    }
    case 'write_draft': return effect(action, Language.safeParse(facts.language).success ? null : 'no_text')
    case 'run_macro': return effect(action, action.macroId === null ? 'no_macro' : null)
    case 'notify_supervisors':
    case 'add_note': return effect(action, null, action.text)
  }
}

/** The conversation as it will be, so that the rules after it see what this one decided. */
export function withEffects(facts: RuleFacts, effects: RuleEffect[]): RuleFacts {
  return effects.filter(({ skipped }) => skipped === null).reduce((known, { action }) => {
    switch (action.do) {
      case 'add_labels': return { ...known, labels: [...new Set([...known.labels, ...action.labels])] }
      case 'set_priority': return { ...known, priority: action.priority }
      case 'assign_team': return { ...known, teamId: action.teamId }
      default: return known
    }
  }, facts)
}

function effect(action: RuleAction, skipped: RuleEffect['skipped'], text: string | null = null): RuleEffect {
  return { action, skipped, text }
}

// Letters only: a customer chooses their name, and it lands in a message that the shop signs.
function firstName(name: string): string {
  const [first = ''] = name.trim().split(/\s+/u)
  return /^[\p{L}\p{M}'’.-]{1,40}$/u.test(first) ? first : ''
}
