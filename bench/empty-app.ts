import { Buffer } from 'node:buffer'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { createStaticFiles } from '../local/static-files.ts'

const PAGE = '<!doctype html><html><body><div id="app"></div><script type="module" src="./main.js"></script></body></html>'
const MAIN = `import { createApp, h } from 'vue'
createApp({ render: () => h('p', { id: 'empty' }, 'Empty') }).mount('#app')`

/** Builds and serves the least that a Vue app can be, as the stack serves the panel. */
export async function startEmptyApp() {
  const folder = await mkdtemp(join(tmpdir(), 'pitwall-empty-'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'main.js'), MAIN)
  const vue = new URL('../node_modules/vue/dist/vue.runtime.esm-bundler.js', import.meta.url).pathname
  const flags = { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false }
  await build({ root: folder, configFile: false, logLevel: 'warn', resolve: { alias: { vue } }, define: flags })

  const files = createStaticFiles(pathToFileURL(`${folder}/dist/`))
  const server = createServer(async ({ url = '/', headers }, response) => {
    const asked = ['accept-encoding', 'if-none-match'].flatMap(name => typeof headers[name] === 'string' ? [[name, headers[name]] as [string, string]] : [])
    const answer = await files(new Request(new URL(url, 'http://empty.test'), { headers: asked }), url)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port was given')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
