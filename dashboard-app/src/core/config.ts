import type { Answer } from './api'
import { PanelConfig } from '#shared/contracts/frame'

/** Reads `/panel/config.json`; the page preloads it, so this is the same request. */
export async function loadConfig(send: typeof fetch = fetch): Promise<Answer<PanelConfig>> {
  const response = await send('./config.json', { credentials: 'same-origin', mode: 'cors' }).catch(() => null)
  const parsed = PanelConfig.safeParse(await response?.json().catch(() => null))
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: 'unreachable' }
}
