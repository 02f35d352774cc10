/** What every browser test needs: a server, a browser, and people in it who are gone when the test is. */

import { rmSync } from 'node:fs'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type BrowserOptions, newPerson, openBrowser, type PersonOptions } from './browser.ts'
import { type EarshotServer, startEarshot } from './earshot-server.ts'
import { type SharedEarshot, sharedEarshot } from './shared-earshot.ts'

export interface StageOptions extends BrowserOptions {
  /** The server may be killed: it is one that no other file uses. */
  crashes?: boolean
}

export class Stage {
  #server: SharedEarshot | undefined
  #own: EarshotServer | undefined
  #browser: Browser | undefined
  readonly #people: BrowserContext[] = []

  async open({ crashes = false, ...options }: StageOptions = {}): Promise<void> {
    if (crashes) this.#own = await startEarshot()
    this.#server = this.#own ?? (await sharedEarshot())
    this.#browser = await openBrowser(options)
  }

  get server(): SharedEarshot {
    if (this.#server === undefined) throw new Error('The stage is not open.')
    return this.#server
  }

  /** A profile of its own; `origin` is the server's unless a line stands in between. */
  async person(options: Partial<PersonOptions> = {}): Promise<BrowserContext> {
    if (this.#browser === undefined) throw new Error('The stage is not open.')
    const context = await newPerson(this.#browser, { origin: this.server.origin, ...options })
    this.#people.push(context)
    return context
  }

  /** The server dies without a word. */
  async crash(): Promise<void> {
    await this.#ownServer.kill()
  }

  /** The same server again: same address, same state. */
  async recover(): Promise<void> {
    this.#own = await startEarshot(this.#ownServer)
  }

  async clear(): Promise<void> {
    for (const context of this.#people.splice(0)) await context.close()
  }

  async close(): Promise<void> {
    await this.clear()
    await this.#browser?.close()
    await this.#own?.kill()
    if (this.#own !== undefined) rmSync(this.#own.state, { recursive: true })
  }

  get #ownServer(): EarshotServer {
    if (this.#own === undefined) throw new Error('The server of this stage is not its own.')
    return this.#own
  }
}

/** A stage for the tests of this file, cleared after each of them. */
export function useStage(options?: StageOptions): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open(options))
  afterEach(() => stage.clear())
  afterAll(() => stage.close())
  return stage
}
