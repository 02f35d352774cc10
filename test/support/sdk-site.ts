/**
 * A site that is not the app: one page that has the SDK at hand, built from src/client as an application of somebody
 * else's would build it, before an Earshot.
 */

import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import type * as Sdk from '../../src/client/index.ts'
import { Site } from './site.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BASE = '/sdk/'
const PAGE = `<!doctype html><title>SDK</title><link rel="icon" href="data:,"><script type="module">globalThis.sdk = await import('${BASE}sdk.js')</script>`

declare global {
  var sdk: typeof Sdk
}

/** Built once for all files that one process runs. */
let built: ReturnType<typeof builtSdk> | undefined

/** Builds the SDK and serves it before the Earshot at `port`. */
export async function startSdkSite(port: number): Promise<Site> {
  built ??= builtSdk()
  const files = await built
  return Site.start(port, {
    request: (path, answer) => {
      if (!path.startsWith(BASE)) return false
      const file = files.get(path.slice(BASE.length))
      answer.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript')
      answer.end(file ?? PAGE)
      return true
    },
  })
}

/** Opens the site's page; `sdk` is there when it resolves. `origin`: for a context that has no base address. */
export async function openSdkPage(context: BrowserContext, origin = ''): Promise<Page> {
  const page = await context.newPage()
  await page.goto(origin + BASE)
  await page.waitForFunction(() => 'sdk' in globalThis)
  return page
}

async function builtSdk(): Promise<Map<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    root: ROOT,
    base: BASE,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      write: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { sdk: `${ROOT}src/client/index.ts` },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('Vite built nothing.')
  return new Map(output.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}
