import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
}
const COMPRESSES = new Set(['.html', '.js', '.css', '.json', '.svg'])

interface Asset { body: Uint8Array<ArrayBuffer>, zipped: Uint8Array<ArrayBuffer> | null, etag: string, type: string }

/** Serves a build from memory: hashed assets for ever, pages always asked again; an unknown page path is the app's index. */
export function createStaticFiles(folder: URL, pageHeaders: Record<string, string> = {}) {
  const known = new Map<string, Promise<Asset | null>>()
  const find = async (path: string) => {
    const asset = known.get(path) ?? read(new URL(`.${path}`, folder), folder)
    known.set(path, asset)
    // What is not there is not remembered, so that asking for nonsense fills no memory.
    if (!await asset) known.delete(path)
    return asset
  }

  return async (request: Request, path: string): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response('Only to be read\n', { status: 405, headers: { allow: 'GET, HEAD' } })
    const isAsset = path.startsWith('/assets/')
    const asset = await find(path === '/' ? '/index.html' : path) ?? (extname(path) ? null : await find('/index.html'))
    if (!asset) return new Response('Not found', { status: 404 })
    const headers = new Headers({
      'content-type': asset.type,
      'etag': asset.etag,
      'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-cache',
      'vary': 'accept-encoding',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...(!isAsset && pageHeaders),
    })
    if (request.headers.get('if-none-match') === asset.etag) return new Response(null, { status: 304, headers })
    const takesGzip = request.headers.get('accept-encoding')?.includes('gzip')
    if (takesGzip && asset.zipped) headers.set('content-encoding', 'gzip')
    return new Response(takesGzip && asset.zipped ? asset.zipped : asset.body, { headers })
  }
}

async function read(file: URL, folder: URL): Promise<Asset | null> {
  if (!file.href.startsWith(folder.href)) return null
  const bytes = await readFile(file).catch(() => null)
  if (!bytes) return null
  const extension = extname(file.pathname)
  return {
    body: new Uint8Array(bytes),
    zipped: COMPRESSES.has(extension) ? new Uint8Array(gzipSync(bytes)) : null,
    etag: `"${createHash('sha256').update(Buffer.from(bytes)).digest('base64url').slice(0, 22)}"`,
    type: TYPES[extension] ?? 'application/octet-stream',
  }
}
