import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { writeRaisedConfig } from './scripts/set-up/raised-config.mjs'

/**
 * Five projects, by what a test needs: nothing, the Workers runtime, whole processes, a browser, the machine for itself.
 * Groups run one after another. What mostly waits runs some files at a time; what measures time or sound runs alone.
 */
const TWO_AT_A_TIME = 2
/** What waits for alarms, restarts, people and what they say leaves the processors to others. */
const THREE_AT_A_TIME = 3
/** None of these takes a second by itself; beside others on two cores it may take ten. */
const BUSY_MACHINE_MS = 30_000

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          testTimeout: BUSY_MACHINE_MS,
          maxWorkers: '100%',
          // Pure code is loaded once for all files; each leaves the globals as it found them.
          isolate: false,
          setupFiles: 'test/web/words.ts',
          include: [
            'test/{breaker,protocol,room,relay,archive,audio,clips,client,support,scripts,load,bench,turn,tus,web}/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: writeRaisedConfig() },
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
          testTimeout: BUSY_MACHINE_MS,
          maxWorkers: TWO_AT_A_TIME,
          // One load of the code for many files, as in `unit`; the storages are emptied between them.
          isolate: false,
          setupFiles: 'test/api/empty-storage.ts',
          include: ['test/{tokens,store,api,upkeep,durable-objects}/**/*.test.ts'],
          // The first names Node's modules for Node alone, and workerd would look for them; the second is CommonJS that requires ES modules.
          deps: { optimizer: { ssr: { enabled: true, include: ['mediabunny', 'itty-durable'] } } },
        },
      },
      {
        test: {
          name: 'process',
          sequence: { groupOrder: 2 },
          maxWorkers: THREE_AT_A_TIME,
          // The Worker is bundled once in each process, not once for each file.
          isolate: false,
          include: ['test/process/**/*.test.ts'],
          globalSetup: 'test/support/shared-earshot.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 3 },
          maxWorkers: TWO_AT_A_TIME,
          isolate: false,
          include: ['test/browser/**/*.test.ts'],
          expect: { poll: { timeout: BUSY_MACHINE_MS } },
          globalSetup: 'test/support/shared-earshot.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'alone',
          sequence: { groupOrder: 4 },
          fileParallelism: false,
          isolate: false,
          include: ['test/alone/**/*.test.ts'],
          globalSetup: 'test/support/shared-earshot.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
