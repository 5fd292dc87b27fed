import process from 'node:process'

const PATIENCE_MS = 1_500

/** Ctrl+C and SIGTERM end cleanly, and in any case soon; the database survives being cut off. */
export function stopOnSignals(stop: () => Promise<void>): void {
  // Under `deno run --watch` a handler that exits leaves the watcher waiting for the next change.
  if (process.env.PITWALL_WATCH) return
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const patience = new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
      Promise.race([stop(), patience]).catch(console.error).finally(() => process.exit(0))
    })
  }
}
