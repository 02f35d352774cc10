import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

/**
 * Four projects, by what a test needs: nothing, the Workers runtime, whole processes, a browser.
 * They run one after another, so that what measures time does not share the machine with the rest.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: [
            'test/{breaker,protocol,room,relay,archive,audio,clips,client,support,scripts,load,bench,turn,web}/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations('./migrations'),
                TOKEN_KEYS: 'test:dGhlIHRlc3RzIHNpZ24gd2l0aCB0aGlzLCBub2JvZHkgZWxzZQ',
                ANYONE_MAY_CREATE_ROOMS: 'true',
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          sequence: { groupOrder: 1 },
          include: ['test/{tokens,store,api,upkeep,durable-objects}/**/*.test.ts'],
          // The first names Node's modules for Node alone, and workerd would look for them; the second is CommonJS that requires ES modules.
          deps: { optimizer: { ssr: { enabled: true, include: ['mediabunny', 'itty-durable'] } } },
        },
      },
      {
        test: {
          name: 'process',
          sequence: { groupOrder: 2 },
          include: ['test/process/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 3 },
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
