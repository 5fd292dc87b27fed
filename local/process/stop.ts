import process from 'node:process'

const PATIENCE_MS = 1_500

/** Ctrl+C and SIGTERM end cleanly, and in any case soon; the database survives being cut off. */
export function stopOnSignals(stop: () => Promise<void>): void {
  // Under `deno run --watch` a handler that exits leaves the watcher waiting for the next change.
  if (process.env.PITWALL_WATCH) return
  let isEnding = false
  function end() {
    if (isEnding) return
    isEnding = true
    const patience = new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
    Promise.race([stop(), patience]).catch(console.error).finally(() => process.exit(0))
  }
  // A terminal tells the whole group, and npm and start.mjs pass it on: a handler that is gone after the first lets the second kill.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
}
