import type { Reporter } from './figure.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPitwall } from '../e2e/pitwall.ts'

const FRESH_TARGET_S = 60
const SECOND_TARGET_S = 3

/** How long an owner waits: the first start into an empty folder, and the next one. */
export async function measure({ report }: Reporter): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pitwall-bench-'))
  const data = join(folder, 'data')
  const fresh = await startPitwall({}, data)
  await fresh.stop()
  const second = await startPitwall({}, data)
  await second.stop()
  await rm(folder, { recursive: true, force: true })
  report('fresh', fresh.readyMs / 1000, 's', FRESH_TARGET_S)
  report('second', second.readyMs / 1000, 's', SECOND_TARGET_S)
}
