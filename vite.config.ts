import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** The dashboard: one script and one style beside a page, with relative paths: the server says where they are mounted. */
export default defineConfig({
  root: fileURLToPath(new URL('src/web/', import.meta.url)),
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})
