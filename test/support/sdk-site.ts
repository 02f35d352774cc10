/**
 * A site that is not the app: one page that has the SDK at hand, built from src/client as an application of somebody
 * else's would build it. What it does not serve itself it passes on to an Earshot, so that both are of one origin.
 */

import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import type * as Sdk from '../../src/client/index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BASE = '/sdk/'
const PAGE = `<!doctype html><title>SDK</title><script type="module">globalThis.sdk = await import('${BASE}sdk.js')</script>`

declare global {
  var sdk: typeof Sdk
}

type Files = Map<string, string | Uint8Array>

export class SdkSite {
  readonly #server: Server
  readonly #sockets = new Set<Duplex>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#sockets.add(socket))
  }

  /** Builds the SDK and serves it before the Earshot at `port`. */
  static async start(port: number): Promise<SdkSite> {
    const files = await builtSdk()
    const server = createServer((incoming, outgoing) => {
      const path = new URL(incoming.url ?? '/', 'http://site').pathname
      if (!path.startsWith(BASE)) {
        const { method, url, headers } = incoming
        const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        })
        incoming.pipe(onward.on('error', () => outgoing.destroy()))
        return
      }
      const file = files.get(path.slice(BASE.length))
      outgoing.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript')
      outgoing.end(file ?? PAGE)
    })
    const site = new SdkSite(server)
    server.on('upgrade', (incoming, socket, head) => site.#passOn(incoming, socket, head, port))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return site
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** A WebSocket: its request as it came, then bytes both ways. */
  #passOn({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
    const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []))
    const onward = connect(port, '127.0.0.1', () => {
      onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    socket.on('error', () => onward.destroy()) // the page is gone
    onward.on('error', () => socket.destroy()) // the server is
  }
}

/** Opens the site's page; `sdk` is there when it resolves. */
export async function openSdkPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(BASE)
  await page.waitForFunction(() => 'sdk' in globalThis)
  return page
}

async function builtSdk(): Promise<Files> {
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
