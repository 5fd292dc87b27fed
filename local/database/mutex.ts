import { setImmediate } from 'node:timers'

// A queue of queries, each done without leaving this thread, would run to its end before a single byte is read from a socket.
const TURN_MS = 15

/** A fair lock: whoever asked first goes first. While many wait, it lets the event loop turn now and then. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve()
  #holders = 0
  #turnedAt = 0

  /** Resolves to the function that lets the next one in. */
  async acquire(): Promise<() => void> {
    const before = this.#tail
    const isContended = this.#holders++ > 0
    let release = () => {}
    this.#tail = new Promise((resolve) => { release = resolve })
    await before
    if (isContended && performance.now() - this.#turnedAt >= TURN_MS) {
      await new Promise(resolve => setImmediate(resolve))
      this.#turnedAt = performance.now()
    }
    return () => {
      this.#holders--
      release()
    }
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await work()
    }
    finally {
      release()
    }
  }
}
