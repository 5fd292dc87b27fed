/** A fair lock: whoever asked first goes first. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve()

  /** Resolves to the function that lets the next one in. */
  async acquire(): Promise<() => void> {
    const before = this.#tail
    let release = () => {}
    this.#tail = new Promise((resolve) => { release = resolve })
    await before
    return release
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
