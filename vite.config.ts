import type { Plugin } from 'vite'
import { readFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Browsers that know `light-dark()` and container queries; Chatwoot's own dashboard asks for no less.
const BROWSERS = ['chrome123', 'firefox121', 'safari17.5']

export default defineConfig({
  root: at('./dashboard-app'),
  base: '/panel/',
  plugins: [vue(), leanZod()],
  resolve: { alias: { '@': at('./dashboard-app/src'), '#shared': at('./shared') } },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
  build: {
    outDir: at('./dist/panel'),
    emptyOutDir: true,
    manifest: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    // One request fewer before the first paint matters more than fonts inside style sheets.
    assetsInlineLimit: 2048,
  },
  test: {
    root: at('.'),
    include: ['{shared,supabase,dashboard-app,local,scripts}/**/*.test.ts'],
    // Every core: vitest by itself leaves one idle, which on two cores is half of them.
    maxWorkers: '100%',
    // A whole Postgres in WebAssembly beside whatever else the machine does is slow, not broken.
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
  },
})

/**
 * zod gives every schema a way to become a JSON Schema, and English sentences for what is wrong. The panel asks for neither (people
 * read words of our own catalogues), but a bundler cannot know: without them the first view is 8 kB (gzip) lighter.
 */
function leanZod(): Plugin {
  return {
    name: 'lean-zod',
    apply: 'build',
    load(id) {
      if (/\/zod\/v4\/locales\/en\.js$/.test(id)) return `export default () => ({ localeError: () => 'Invalid input' })`
      if (!/\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/.test(id)) return null
      const names = [...readFileSync(id, 'utf8').matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name)
      return names.map(name => `export const ${name} = () => {}`).join('\n')
    },
  }
}
