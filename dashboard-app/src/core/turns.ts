/**
 * One run at a time. Asking while one is under way makes one more run follow it, with the latest argument, however often
 * it is asked: answers are never thrown away for a newer question, so a busy hour cannot keep the screen from filling.
 */
export function createTurns<T>(run: (argument: T) => Promise<void>): (argument: T) => Promise<void> {
  let running: Promise<void> | null = null
  let next: { argument: T } | null = null

  async function work(): Promise<void> {
    while (next) {
      const { argument } = next
      next = null
      await run(argument)
    }
  }

  return async (argument) => {
    next = { argument }
    running ??= work().finally(() => { running = null })
    return running
  }
}
