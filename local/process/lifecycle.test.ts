import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, runScript, startProcess } from '../testing/process.ts'

const PATIENCE = 60_000
const running: { kill: () => Promise<void> }[] = []
let folder: Awaited<ReturnType<typeof makeFolder>>

beforeAll(async () => { folder = await makeFolder() })
afterEach(async () => void await Promise.all(running.splice(0).map(async stack => stack.kill())))
afterAll(async () => folder.remove())

async function start(...args: Parameters<typeof startProcess>) {
  const stack = await startProcess(...args)
  running.push(stack)
  return stack
}
const pause = async (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const keysIn = async (path: string) => readFile(join(path, 'keys.json'), 'utf8')

describe('the embedded stack as a process', () => {
  it('starts on an empty folder, keeps its secrets to the owner, and ends within two seconds', async () => {
    const path = join(folder.path, 'first')
    const stack = await start(path)
    process.stdout.write(`fresh start: ${((await stack.ready) / 1000).toFixed(1)} s\n`)
    expect((await stat(join(path, 'keys.json'))).mode & 0o777).toBe(0o600)
    const { code, ms } = await stack.stop()
    expect(code).toBe(0)
    expect(ms).toBeLessThan(2_000)

    const keys = await keysIn(path)
    const again = await start(path)
    process.stdout.write(`second start: ${((await again.ready) / 1000).toFixed(1)} s\n`)
    expect(await keysIn(path)).toBe(keys)
  }, PATIENCE)

  it('ends as cleanly when it is told twice, as by Ctrl+C and by who started it', async () => {
    const stack = await start(join(folder.path, 'first'))
    await stack.ready
    const ending = stack.stop()
    for (let times = 0; times < 20; times++) {
      await pause(5)
      stack.signal('SIGTERM')
    }
    expect((await ending).code).toBe(0)
  }, PATIENCE)

  it('takes over a folder whose process was killed, and refuses one that is in use', async () => {
    const path = join(folder.path, 'first')
    const killed = await start(path)
    await killed.ready
    await killed.kill()
    const holder = await start(path)
    await holder.ready

    const second = await start(path)
    expect(await second.exited).toBe(1)
    expect(second.printed()).toContain(`${path} is in use by another Pitwall`)
    const fresh = await start(path, { args: ['--fresh'] })
    expect(await fresh.exited).toBe(1)
    expect(await runScript('audit-verify.mjs', path)).toEqual({ code: 2, printed: expect.stringContaining(`${path} is in use by another Pitwall`) })
    expect((await fetch(`${holder.url}/panel/config.json`)).status).toBe(200)
  }, PATIENCE)

  it('says which port is in use', async () => {
    const holder = await start(join(folder.path, 'first'))
    await holder.ready
    const second = await start(join(folder.path, 'second'), { env: { PORT: String(holder.port) } })
    expect(await second.exited).toBe(1)
    expect(second.printed()).toContain(`Port ${holder.port} is in use`)
  }, PATIENCE)

  it('starts well after its first start was killed again and again', async () => {
    const path = join(folder.path, 'killed')
    for (const ms of [400, 900, 1600, 2400]) {
      const killed = await start(path)
      await pause(ms)
      await killed.kill()
    }
    await (await start(path)).ready
    expect(existsSync(join(path, 'unfinished'))).toBe(false)
  }, PATIENCE)

  it('starts over with --fresh, and removes nothing that is not its own', async () => {
    const path = join(folder.path, 'first')
    await writeFile(join(path, 'notes.txt'), 'mine')
    const keys = await keysIn(path)
    const stack = await start(path, { args: ['--fresh'] })
    await stack.ready
    expect(await keysIn(path)).not.toBe(keys)
    expect(await readFile(join(path, 'notes.txt'), 'utf8')).toBe('mine')
  }, PATIENCE)

  it('leaves a database alone that it did not make', async () => {
    const path = join(folder.path, 'foreign')
    await mkdir(join(path, 'database'), { recursive: true })
    await writeFile(join(path, 'database', 'ours.db'), 'precious')
    const stack = await start(path)
    expect(await stack.exited).toBe(1)
    expect(stack.printed()).toContain('is not a database of Pitwall')
    expect(await readFile(join(path, 'database', 'ours.db'), 'utf8')).toBe('precious')
  }, PATIENCE)
})
