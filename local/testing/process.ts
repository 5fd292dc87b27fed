import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** The stack as its owner starts it, without the build. `ready` rejects with what it printed when it ends before. */
export async function startProcess(dataDir: string, { args = [], env = {} }: { args?: string[], env?: Record<string, string> } = {}) {
  const port = env.PORT ? Number(env.PORT) : await findFreePort()
  const started = performance.now()
  // Its own process group, so that `kill` ends Deno as well as the script that started it.
  const child = spawn(process.execPath, ['local/start.mjs', '--no-build', ...args], {
    detached: true,
    env: { ...process.env, ...env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  const exited = new Promise<number | null>(resolve => child.once('close', resolve))
  const ready = new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed.push(String(chunk))
        if (/^Pitwall ready: /m.test(printed.join(''))) resolve(performance.now() - started)
      })
    }
    void exited.then(code => reject(new Error(`ended with ${code}: ${printed.join('')}`)))
  })
  // Who never asks whether it became ready is not to be told that it did not.
  ready.catch(() => {})
  const signal = (name: NodeJS.Signals) => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name)
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    /** Milliseconds from the command to the ready line. */
    ready,
    exited,
    printed: () => printed.join(''),
    signal,
    async kill() {
      signal('SIGKILL')
      await exited
    },
    async stop() {
      const asked = performance.now()
      signal('SIGTERM')
      return { code: await exited, ms: performance.now() - asked }
    },
  }
}

/** Runs a script of `scripts/` as its owner does; resolves at its end with all that it printed. */
export async function runScript(script: string, ...args: string[]): Promise<{ code: number | null, printed: string }> {
  const child = spawn(process.execPath, [`scripts/${script}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => printed.push(String(chunk)))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, printed: printed.join('') }
}

/** A folder for the data of one test file. */
export async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'pitwall-stack-'))
  return { path: join(folder, 'data'), remove: async () => rm(folder, { recursive: true, force: true }) }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}
