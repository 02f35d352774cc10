/**
 * What tests in workerd have beyond the Worker's own environment: its exports by type, and the migrations to apply.
 */

declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import('../../src/worker.ts')
    durableNamespaces: 'Room' | 'Archive'
  }

  interface Env {
    /** Read from `migrations` by vitest.config.ts. */
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
  }
}
