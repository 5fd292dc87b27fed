import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: at('.'),
  base: '/',
  plugins: [vue()],
  resolve: { alias: { '#shared': at('../../shared') } },
  build: { outDir: at('../../dist/host'), emptyOutDir: true },
})
