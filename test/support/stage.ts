/** What every browser test needs: a server, a browser, and people in it who are gone when the test is. */

import { rmSync } from 'node:fs'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { newPerson, openBrowser, type PersonOptions, sharedBrowser } from './browser.ts'
import { type EarshotServer, startEarshot } from './earshot-server.ts'
import { Member } from './member.ts'
import { requestToken } from './room.ts'
import { type SharedEarshot, sharedEarshot } from './shared-earshot.ts'

export interface StageOptions {
  /** The WAVE file that microphones play over and over, if it is not the usual one: in a browser of its own. */
  says?: string
  /** The server may be killed: it is one that no other file uses. */
  crashes?: boolean
}

export class Stage {
  #server: SharedEarshot | undefined
  #own: EarshotServer | undefined
  #browser: Browser | undefined
  #ownBrowser: Browser | undefined
  readonly #people: BrowserContext[] = []
  readonly #members: Member[] = []

  async open({ crashes = false, says }: StageOptions = {}): Promise<void> {
    if (crashes) this.#own = await startEarshot()
    this.#server = this.#own ?? (await sharedEarshot())
    if (says !== undefined) this.#ownBrowser = await openBrowser({ says })
    this.#browser = this.#ownBrowser ?? (await sharedBrowser())
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

  /** Somebody without a browser, who hears all and has not agreed to be kept, by a link's path. */
  async guest(path: string, name: string): Promise<Member> {
    const { origin } = this.server
    const [room = '', secret = ''] = path.replace('/r/', '').split('#')
    const token = await requestToken(origin, room, secret)
    const member = await Member.join({ origin, room, token, name, pings: true })
    this.#members.push(member)
    return member
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
    for (const member of this.#members.splice(0)) member.hangUp()
    await Promise.all(this.#people.splice(0).map((context) => context.close()))
  }

  async close(): Promise<void> {
    await this.clear()
    await this.#ownBrowser?.close()
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
  const stage = useSharedStage(options)
  afterEach(() => stage.clear())
  return stage
}

/** A stage for the tests of this file, whose people stay from one of them to the next. */
export function useSharedStage(options?: StageOptions): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open(options))
  afterAll(() => stage.close())
  return stage
}
