import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const ROOT = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')
const Package = z.object({ dependencies: z.record(z.string(), z.string()) })
const ImportMap = z.object({ imports: z.record(z.string(), z.string()) })

const { dependencies } = Package.parse(JSON.parse(read('package.json')))
const names = readdirSync(new URL('supabase/functions/', ROOT)).filter(name => existsSync(new URL(`supabase/functions/${name}/index.ts`, ROOT)))

describe('the edge functions, as they are deployed', () => {
  it.each(names)('%s takes the very versions that are tested here', (name) => {
    const { imports } = ImportMap.parse(JSON.parse(read(`supabase/functions/${name}/deno.json`)))
    const pinned = Object.values(imports).map(target => /^npm:\/?((?:@[^/]+\/)?[^@/]+)@([^/]+)/.exec(target)?.slice(1))
    expect(pinned).toEqual(pinned.map(([library] = []) => [library, dependencies[library ?? '']]))
  })

  it.each(names)('%s decides itself who may call it', (name) => {
    expect(read('supabase/config.toml')).toContain(`[functions.${name}]\nverify_jwt = false`)
  })
})
