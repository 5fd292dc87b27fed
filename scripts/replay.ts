import type { ReplayResult } from '../shared/contracts/replay-result.ts'
import type { ReplayEvent as Event } from '../shared/contracts/replay.ts'
import { readFile } from 'node:fs/promises'
import { ReplayConfig, ReplayEvent } from '../shared/contracts/replay.ts'
import { replayAll } from '../shared/replay/replay.ts'

type Answer = { ok: true, result: ReplayResult } | { ok: false, problem: string }

/** Replays two files; what cannot be read is refused with the file, the line and the field, and nothing is replayed in part. */
export async function replayFiles(configFile: string, eventsFile: string): Promise<Answer> {
  const [configText, eventsText] = await Promise.all([readFile(configFile, 'utf8'), readFile(eventsFile, 'utf8')]
    .map(async reading => reading.catch((error: unknown) => error instanceof Error ? error : new Error(String(error)))))
  if (typeof configText !== 'string') return { ok: false, problem: configText?.message ?? `${configFile} cannot be read` }
  if (typeof eventsText !== 'string') return { ok: false, problem: eventsText?.message ?? `${eventsFile} cannot be read` }

  const config = ReplayConfig.safeParse(parseJson(configText))
  if (!config.success) return { ok: false, problem: `${configFile}: ${wordsOf(config.error.issues)}` }
  const events: Event[] = []
  for (const [index, line] of eventsText.split('\n').entries()) {
    if (line.trim() === '') continue
    const event = ReplayEvent.safeParse(parseJson(line))
    if (!event.success) return { ok: false, problem: `${eventsFile}:${index + 1}: ${wordsOf(event.error.issues)}` }
    events.push(event.data)
  }
  return { ok: true, result: replayAll(config.data, events, 'given') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return null
  }
}

function wordsOf([issue]: { path: PropertyKey[], message: string }[]): string {
  return issue ? `${issue.path.map(String).join('.') || 'the whole'}: ${issue.message}` : 'unreadable'
}
