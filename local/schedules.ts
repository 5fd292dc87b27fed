import type { StackKeys } from './keys.ts'

const EVERY_MS = 60_000

/** What pg_cron does on hosted Supabase: knocks at `tick` every minute, with the secret key; one knock at a time. */
export function startSchedules(origin: string, keys: StackKeys) {
  let running: Promise<void> | null = null
  async function knock() {
    const response = await fetch(`${origin}/functions/v1/tick`, { method: 'POST', headers: { apikey: keys.secret } })
    await response.body?.cancel()
    if (!response.ok) console.error(`tick answered ${response.status}`)
  }
  function tick(): Promise<void> {
    running ??= knock().catch(error => console.error('tick:', error)).finally(() => { running = null })
    return running
  }
  const timer = setInterval(tick, EVERY_MS)
  return { tick, stop: () => clearInterval(timer) }
}
