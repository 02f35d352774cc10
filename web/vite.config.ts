import { defineConfig } from 'vite'

/** Builds the page into dist/web, which the Worker serves as static assets. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome114', 'edge114', 'firefox125', 'safari17'],
    // The content policy allows images from data:, but nothing else may hide inside a script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Pages of their own: the reference of the HTTP API is not loaded with the app.
    rolldownOptions: { input: ['index.html', 'reference.html'].map((page) => `${import.meta.dirname}/${page}`) },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': { target: 'http://127.0.0.1:8787', ws: true } },
  },
})
