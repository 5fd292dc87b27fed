import type { SeedWorld } from '../../seed/types.ts'
import type { Actions } from './actions.ts'
import type { State, StoredConversation } from './state.ts'

export interface BusyHourOptions {
  world: SeedWorld
  state: State
  actions: Actions
  /** Uniform in [0, 1). */
  random: () => number
  /** Resolves after `ms`, or sooner when the hour is stopped. */
  wait: (ms: number) => Promise<void>
}
export interface BusyHour { customers: number, seconds: number, colleagueIds: number[] }

// A colleague answers a little after the first look, as people do.
const ANSWER_MS = { least: 8_000, spread: 24_000 }
const ANSWERS = {
  en: 'Thank you for writing. I have looked into it and will come back to you with the details today.',
  es: 'Gracias por escribirnos. Lo he revisado y hoy mismo te envío los detalles.',
  fr: 'Merci pour votre message. J\'ai regardé et je reviens vers vous avec les détails aujourd\'hui.',
}

/** Lets many customers write at once, in words of the shop's seeded conversations, while colleagues answer what they have. */
export function createBusyHour({ world, state, actions, random, wait }: BusyHourOptions) {
  let run = 0
  let progress = { sent: 0, customers: 0, isRunning: false }
  const pick = <T>(list: T[]): T | undefined => list[Math.floor(random() * list.length)]

  /** Starts anew; one hour runs at a time. */
  async function start({ customers, seconds, colleagueIds }: BusyHour): Promise<void> {
    const mine = ++run
    progress = { sent: 0, customers, isRunning: true }
    const arrivals = Array.from({ length: customers }, () => random() * seconds * 1000).sort((a, b) => a - b)
    let passed = 0
    for (const at of arrivals) {
      await wait(at - passed)
      passed = at
      if (mine !== run) return
      const opened = arrive()
      progress.sent += 1
      if (opened) void answer(opened, colleagueIds, () => mine === run)
    }
    progress.isRunning = false
  }

  function arrive(): StoredConversation | null {
    const model = pick(world.conversations.filter(({ messages }) => messages[0]?.from === 'contact'))
    const contact = pick(state.contacts)
    if (!model || !contact) return null
    return actions.openConversation(contact.id, model.inboxId, model.messages[0]?.text ?? '')
  }

  async function answer(conversation: StoredConversation, colleagueIds: number[], isOn: () => boolean): Promise<void> {
    await wait(ANSWER_MS.least + random() * ANSWER_MS.spread)
    const { assigneeId } = conversation
    const isTheirs = assigneeId !== null && colleagueIds.includes(assigneeId)
    if (!isOn() || !isTheirs || conversation.firstReplyAt !== null || conversation.status !== 'open') return
    const language = world.conversations.find(({ inboxId }) => inboxId === conversation.inboxId)?.truth.language
    const content = language === 'es' || language === 'fr' ? ANSWERS[language] : ANSWERS.en
    actions.addMessage(conversation, { type: 1, isPrivate: false, senderKind: 'user', senderId: assigneeId, content, contentAttributes: {} })
  }

  return {
    start,
    stop(): void {
      run += 1
      progress.isRunning = false
    },
    progress: () => ({ ...progress }),
  }
}
