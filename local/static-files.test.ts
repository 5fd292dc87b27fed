import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaticFiles } from './static-files.ts'

let folder = ''
let serve: ReturnType<typeof createStaticFiles>
const get = async (path: string, headers: HeadersInit = {}, method = 'GET') => serve(new Request(`http://stack.test${path}`, { headers, method }), path)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pitwall-static-'))
  await mkdir(join(folder, 'dist/assets'), { recursive: true })
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html>')
  await writeFile(join(folder, 'dist/assets/app-1a2b.js'), 'export {}'.repeat(100))
  await writeFile(join(folder, 'keys.json'), 'secret')
  serve = createStaticFiles(pathToFileURL(join(folder, 'dist/')), { 'content-security-policy': 'frame-ancestors https://chat.example' })
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

describe('createStaticFiles', () => {
  it('lets only those frame a page who may', async () => {
    const page = await get('/')
    expect(await page.text()).toBe('<!doctype html>')
    expect(page.headers.get('content-security-policy')).toBe('frame-ancestors https://chat.example')
    expect(page.headers.get('cache-control')).toBe('no-cache')
  })

  it('lets browsers keep what carries its hash in its name, and packs it', async () => {
    const asset = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, br' })
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect((await asset.arrayBuffer()).byteLength).toBeLessThan(100)
  })

  it('answers 304 to who has it', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { 'if-none-match': etag })).status).toBe(304)
  })

  it('answers a page of the app with its index, and a missing file with 404', async () => {
    expect((await get('/board/today')).status).toBe(200)
    expect((await get('/assets/none.js')).status).toBe(404)
  })

  it.each(['/../keys.json', '/%2e%2e/keys.json', '/..%2fkeys.json', '/assets/../../keys.json', '//keys.json'])('gives nothing from beside the build for %s', async (path) => {
    const response = await serve(new Request('http://stack.test/'), path)
    expect(await response.text()).not.toContain('secret')
  })

  it('is only to be read', async () => {
    expect((await get('/', {}, 'POST')).status).toBe(405)
  })
})
