/**
 * A site of somebody else's, of another origin than the Earshot that it sends to: one page with tus-js-client and Uppy at hand,
 * bundled as an application would bundle them, and files to send.
 */

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SCRIPT = '/page.js'
const PAGE = `<!doctype html><title>Uploads</title><script type="module" src="${SCRIPT}"></script>`

export class UploadsSite {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** `files`: what the page may fetch, by path. */
  static async start(files: Record<string, Uint8Array>): Promise<UploadsSite> {
    const script = await bundled()
    const server = createServer(({ url = '/' }, answer) => {
      const file = files[url]
      answer.setHeader('content-type', file ? 'audio/ogg' : url === SCRIPT ? 'text/javascript' : 'text/html')
      answer.end(file ?? (url === SCRIPT ? script : PAGE))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new UploadsSite(server)
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: `${ROOT}test/support/uploads-page.ts`, output: { codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new Error('Vite built nothing.')
  return output.output[0].code
}
