import type { MacroAct, MacroDefinition, MacroPlan, MacroStep, PlannedBranch, PlannedStep, StepHole } from '../contracts/macro.ts'
import type { MacroFacts } from './facts.ts'
import { fillAction, kindOf } from './action.ts'
import { factsOfAct } from './basis.ts'
import { decideBranch } from './conditions.ts'
import { badAnswers, writeAnswer } from './inputs.ts'
import { fillBeforehand, fillText, namesIn } from './text.ts'
import { planCall } from './webhook.ts'
import { yieldsOf } from './yields.ts'

interface Course {
  facts: MacroFacts
  values: ReadonlyMap<string, string>
  /** What texts may name that a step before brings. */
  later: Set<string>
  plan: MacroPlan
  isOver: boolean
  /** Of a run: the steps behind it that are still to be passed, and which way each branch went. */
  kept: PlannedStep[]
  decided: ReadonlyMap<string, PlannedBranch>
}

/**
 * What a macro comes to in a conversation as it stands: branches taken, texts filled, what is there already left out. Each step
 * sees what those before it do; after `stop` comes nothing. The same plan is shown as a rehearsal, kept with the run, and done.
 * `before`: the steps that a run has behind it, with the branches that led there; only what comes after them is planned.
 */
export function planMacro(
  { inputs, steps }: Pick<MacroDefinition, 'inputs' | 'steps'>,
  facts: MacroFacts,
  before: Pick<MacroPlan, 'steps' | 'branches'> = { steps: [], branches: [] },
): MacroPlan {
  const { answers, language, order } = facts
  const plan: MacroPlan = { language, steps: [], branches: [], badInputs: badAnswers(inputs, answers), answers, orderId: order?.id ?? null }
  const values = new Map(facts.values.map(({ id, value }) => [id, value]))
  values.set('agent.name', facts.me.name)
  for (const input of inputs) {
    const answer = answers[input.name]
    if (answer !== undefined && !plan.badInputs.includes(input.name)) values.set(`inputs.${input.name}`, writeAnswer(input, answer, language, titlesOf(facts)))
  }
  const decided = new Map(before.branches.map(one => [one.path, one]))
  walk(steps, '', { facts, values, later: new Set(), plan, isOver: false, kept: [...before.steps], decided })
  return plan
}

/** Whether nothing is missing, so that all of it can be done. */
export function isComplete({ steps, badInputs }: MacroPlan): boolean {
  return badInputs.length === 0 && steps.every(({ holes }) => holes.length === 0)
}

function walk(steps: MacroStep[], within: string, course: Course): void {
  for (const [index, step] of steps.entries()) {
    if (course.isOver) return
    const path = `${within}${index}`
    if (step.do === 'if') {
      const behind = course.kept.length > 0 ? course.decided.get(path) : undefined
      const branch = behind ?? decideBranch(step, path, course.facts)
      course.plan.branches.push(branch)
      walk(branch.isHeld ? step.then : step.otherwise, `${path}.${branch.isHeld ? 'then' : 'otherwise'}.`, course)
      continue
    }
    const behind = course.kept[0]?.path === path ? course.kept.shift() : undefined
    const planned = behind ?? planStep(step, path, course)
    course.plan.steps.push(planned)
    // What is behind a run shows in the facts themselves.
    if (!behind) course.facts = withStep(course.facts, planned)
    if (step.do === 'order_action') yieldsOf(kindOf(step)).forEach(name => course.later.add(name))
    course.isOver = step.do === 'stop'
  }
}

function planStep(act: MacroAct, path: string, { facts, values, later }: Course): PlannedStep {
  const empty: PlannedStep = {
    path,
    act,
    text: null,
    late: null,
    action: null,
    facts: factsOfStep(act, facts, values),
    skipped: null,
    holes: [],
  }
  const planned = (over: Partial<PlannedStep> = {}): PlannedStep => ({ ...empty, ...over })
  const already = (isSo: boolean) => planned(isSo ? { skipped: 'already' } : {})
  const hole = (because: StepHole['because'], value: string | null = null) => ({ because, value })
  const { conversation } = facts
  switch (act.do) {
    case 'send_message': {
      const template = act.texts[facts.language]
      const shut = conversation.canReply ? [] : [hole('cannot_reply')]
      if (template === undefined) return planned({ holes: [...shut, hole('language', facts.language)] })
      const filled = fillBeforehand(template, values, later)
      return planned({ ...filled, holes: [...shut, ...filled.holes] })
    }
    case 'add_note': return planned(fillBeforehand(act.text, values, later))
    case 'notify_supervisors': {
      const filled = fillText(act.text, values)
      const mentions = facts.supervisors.map(({ userId, name }) => `[@${bare(name)}](mention://user/${userId}/${encodeURIComponent(name)})`)
      if (mentions.length === 0) return planned({ holes: [...filled.holes, hole('supervisors')] })
      return planned({ text: `${mentions.join(' ')} ${filled.text}`, holes: filled.holes })
    }
    case 'notify': {
      const filled = fillBeforehand(act.text, values, later)
      const shut = facts.channels.includes(act.by) ? [] : [hole(act.by)]
      const nobody = act.by === 'mail' && facts.supervisors.length === 0 ? [hole('supervisors')] : []
      return planned({ ...filled, holes: [...shut, ...nobody, ...filled.holes] })
    }
    case 'call_webhook': return planned(planCall(act, facts, values, later))
    case 'ask_approval': return planned(fillText(act.text, values))
    case 'add_labels': return already(act.labels.every(label => conversation.labels.includes(label)))
    case 'set_priority': return already(conversation.priority === act.priority)
    case 'assign_team': return act.teamId === null ? planned({ holes: [hole('team')] }) : already(conversation.teamId === act.teamId)
    case 'assign_me': return already(conversation.assigneeId === facts.me.userId)
    case 'set_status': return already(conversation.status === act.status)
    case 'order_action': {
      const reason = fillText(act.reason, values)
      if (!facts.order) return planned({ holes: [hole('order')] })
      const { wish, holes } = fillAction(act, { order: facts.actionOrder, answers: facts.answers, values, later })
      return planned({ action: { orderId: facts.order.id, wish, reason: reason.text, answer: null }, holes: [...reason.holes, ...holes] })
    }
    case 'wait':
    case 'stop': return planned()
  }
}

function withStep(facts: MacroFacts, { act, skipped }: PlannedStep): MacroFacts {
  if (skipped) return facts
  const changed = (over: Partial<MacroFacts['conversation']>) => ({ ...facts, conversation: { ...facts.conversation, ...over } })
  switch (act.do) {
    case 'add_labels': return changed({ labels: [...new Set([...facts.conversation.labels, ...act.labels])] })
    case 'set_priority': return changed({ priority: act.priority })
    case 'assign_team': return changed({ teamId: act.teamId })
    case 'assign_me': return changed({ assigneeId: facts.me.userId })
    case 'set_status': return changed({ status: act.status })
    default: return facts
  }
}

function factsOfStep(act: MacroAct, facts: MacroFacts, values: ReadonlyMap<string, string>): Record<string, string> {
  const template = act.do === 'send_message' ? act.texts[facts.language] ?? '' : 'text' in act ? act.text : ''
  const told = act.do === 'call_webhook' ? ['order.name', ...act.values] : namesIn(template)
  const named = told.filter(name => !name.startsWith('inputs.') && name !== 'agent.name')
  return { ...Object.fromEntries(named.map(name => [name, values.get(name) ?? ''])), ...factsOfAct(act, facts) }
}

function titlesOf({ actionOrder }: MacroFacts): ReadonlyMap<string, string> {
  return new Map(actionOrder?.lines.map(({ id, title }) => [id, title]))
}

// A colleague's name stands in Markdown here.
function bare(name: string): string {
  return name.replace(/[[\]()\\]/g, '').trim()
}
