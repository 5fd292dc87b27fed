// npm run dev: the stack restarts when a function, a rule or the stack changes; panel and demo page reload what changed.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { createServer } from 'vite'
import { denoCommand, ROOT } from './deno-command.mjs'

const HOST = '127.0.0.1'
const [PAGE, PANEL] = [5173, 5174]
const env = {
  ...process.env,
  PORT: process.env.PORT || '54321',
  DATA_DIR: resolve(process.env.DATA_DIR || './data'),
  PUBLIC_URL: `http://${HOST}:${PAGE}`,
  PITWALL_WATCH: '1',
}
const stack = { target: `http://${HOST}:${env.PORT}`, ws: true }
const panel = { target: `http://${HOST}:${PANEL}`, ws: true }
// The first that fits decides.
const proxy = {
  '/panel/config.json': stack,
  '/panel': panel,
  ...Object.fromEntries(['/rest/v1', '/auth/v1', '/functions/v1', '/realtime/v1', '/__local', '/standin'].map(path => [path, stack])),
}

const { command, args } = denoCommand(env, ['--watch', '--no-clear-screen'])
const child = spawn(command, [...args, 'local/main.ts', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit', env })
const servers = await Promise.all([
  createServer({ configFile: resolve(ROOT, 'vite.config.ts'), server: { host: HOST, port: PANEL, strictPort: true, proxy: { '/panel/config.json': stack } } }),
  createServer({ configFile: resolve(ROOT, 'local/host/vite.config.ts'), server: { host: HOST, port: PAGE, strictPort: true, proxy } }),
])
for (const server of servers) await server.listen()

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'))
child.on('exit', async (code) => {
  await Promise.all(servers.map(async server => server.close()))
  process.exit(code ?? 0)
})
