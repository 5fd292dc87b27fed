import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export interface RunningPitwall {
  url: string
  readyMs: number
  /** Lets time pass for the whole stack. */
  advance: (seconds: number) => Promise<void>
  stop: () => Promise<void>
  log: () => string
}

/** Starts the product as `npm start` does, on a free port and an empty folder; resolves at its ready line. */
export async function startPitwall(env: Record<string, string> = {}, dataDir?: string): Promise<RunningPitwall> {
  const port = env.PORT ? Number(env.PORT) : await freePort()
  const folder = dataDir ?? join(await mkdtemp(join(tmpdir(), 'pitwall-e2e-')), 'data')
  const started = performance.now()
  const child = spawn(process.execPath, ['local/start.mjs', '--no-build'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Who dies of an error leaves no stack behind.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  const lines: string[] = []
  const url = await readyLine(child, lines)
  return {
    url,
    readyMs: performance.now() - started,
    log: () => lines.join(''),
    async advance(seconds) {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(new URL('/__local/advance', url), { method: 'POST', headers, body: JSON.stringify({ seconds }) })
      if (!response.ok) throw new Error(`time did not pass: ${response.status}`)
    },
    async stop() {
      const gone = new Promise(resolve => child.once('exit', resolve))
      process.off('exit', end)
      child.kill('SIGINT')
      await gone
      if (!dataDir) await rm(join(folder, '..'), { recursive: true, force: true })
    },
  }
}

function readyLine(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      lines.push(chunk.toString())
      const url = /^Pitwall ready:\s+(\S+)/m.exec(lines.join(''))?.[1]
      if (url) resolve(url)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', code => reject(new Error(`Pitwall stopped with ${code} before it was ready:\n${lines.join('')}`)))
  })
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
