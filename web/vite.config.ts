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
    rolldownOptions: {
      input: ['index.html', 'reference.html'].map((page) => `${import.meta.dirname}/${page}`),
      output: {
        codeSplitting: {
          // Each with all that it needs, so that a room's link brings few scripts, not one for each combination of those that
          // share something. Preact is apart for the reference, the SDK for the start page, which asks for it later.
          groups: [
            { name: 'preact', test: /node_modules\/preact\//, priority: 3 },
            { name: 'app', test: /web\/app\/app\.tsx$/, priority: 2 },
            { name: 'sdk', test: /src\/client\/index\.ts$/, priority: 1 },
            { name: 'room', test: /web\/room\/room-page\.tsx$/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': { target: 'http://127.0.0.1:8787', ws: true } },
  },
})
