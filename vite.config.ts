import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': at('./dashboard-app/src'), '#shared': at('./shared') } },
  test: { include: ['{shared,supabase,dashboard-app,local}/**/*.test.ts'] },
})
