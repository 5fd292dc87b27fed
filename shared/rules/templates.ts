import type { Language } from '../contracts/judgement.ts'
import type { RuleDefinition } from '../contracts/rule.ts'

interface Words { vip: string, vipText: string, team: string, spike: string, spikeText: string }

const WORDS = {
  en: {
    vip: 'Frustrated VIP escalates',
    vipText: 'A frustrated VIP customer needs somebody now.',
    team: 'Technical questions go to their team',
    spike: 'Many shipping issues at once',
    spikeText: 'Many customers write about shipping at the same time. Is a carrier late?',
  },
  es: {
    vip: 'Escalar al cliente VIP frustrado',
    vipText: 'Un cliente VIP frustrado necesita a alguien ahora.',
    team: 'Las consultas técnicas van a su equipo',
    spike: 'Muchos problemas de envío a la vez',
    spikeText: 'Muchos clientes escriben sobre envíos al mismo tiempo. ¿Se retrasa un transportista?',
  },
  fr: {
    vip: 'Faire remonter le client VIP frustré',
    vipText: 'Un client VIP frustré a besoin de quelqu’un tout de suite.',
    team: 'Les questions techniques vont à leur équipe',
    spike: 'Beaucoup de problèmes de livraison à la fois',
    spikeText: 'Beaucoup de clients écrivent en même temps au sujet des livraisons. Un transporteur est-il en retard ?',
  },
} as const satisfies Record<Language, Words>

/** The three rules an account begins with, switched off: what to say in its language, its own tags for VIP, a team once it has one. */
export function ruleTemplates(language: Language, vipTags: string[], teamId: number | null): RuleDefinition[] {
  const words = WORDS[language]
  return [
    {
      name: words.vip,
      event: { on: 'message_received' },
      match: 'all',
      conditions: [{ on: 'frustrated' }, { on: 'customer_tag', anyOf: vipTags.length > 0 ? vipTags : ['vip'] }],
      actions: [{ do: 'set_priority', priority: 'urgent' }, { do: 'notify_supervisors', text: words.vipText }],
      stops: false,
    },
    {
      name: words.team,
      event: { on: 'judged' },
      match: 'all',
      conditions: [{ on: 'category', anyOf: ['technical_support'] }],
      actions: [{ do: 'assign_team', teamId }],
      stops: false,
    },
    {
      name: words.spike,
      event: { on: 'category_spike', anyOf: ['shipping_issues'], atLeast: 10, withinMinutes: 60, aboveUsual: 'clearly' },
      match: 'all',
      conditions: [],
      actions: [{ do: 'notify_supervisors', text: words.spikeText }],
      stops: false,
    },
  ]
}
