import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

const Chunk = z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional() })
const Manifest = z.record(z.string(), Chunk)

export const BUDGET_KB = 100

/** The JavaScript of the first view, gzip: the entry of a vite build and everything it imports at once. */
export function readFirstView(folder: string): { file: string, kB: number }[] {
  const manifest = Manifest.parse(JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8')))
  const files = new Set<string>()
  const collect = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(collect)
  }
  Object.keys(manifest).filter(key => manifest[key]?.isEntry).forEach(collect)
  return [...files].map(file => ({ file, kB: gzipSync(readFileSync(`${folder}/${file}`)).length / 1024 }))
}
