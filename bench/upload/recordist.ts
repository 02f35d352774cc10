/**
 * Somebody who records voice messages in a real browser that is killed again and again, and who always comes back to the same
 * page with the same profile: sends the drafts that they find there, and waits for what goes on by itself.
 */

import type { Page } from 'playwright-core'
import type { KeepingRoom } from '../../test/support/keeping-page.ts'
import { MortalBrowser } from '../../test/support/mortal-browser.ts'
import { drafts, joinToRecord, record, recordedSinceMs, send, sendDraft } from '../../test/support/recorder-page.ts'
import { openSdkPage } from '../../test/support/sdk-site.ts'
import { until } from '../../test/support/until.ts'
import { momentAt } from '../trials/moment.ts'

const SENT_WITHIN_MS = 60_000

export class Recordist {
  readonly #browser = new MortalBrowser()
  readonly #origin: string
  readonly #room: KeepingRoom
  #page: Page | undefined

  constructor(origin: string, room: KeepingRoom) {
    this.#origin = origin
    this.#room = room
  }

  /** Starts the browser, and comes into the room with it. */
  async comeBack(): Promise<void> {
    this.#page = await openSdkPage(await this.#browser.start(), this.#origin)
    await joinToRecord(this.#page, this.#room)
  }

  /** Says so much into a recording, a pause at its end included; answers when it began and ended, by the wall clock. */
  async speak(forMs: number): Promise<{ fromMs: number; untilMs: number }> {
    await record(this.#at, { trim: false })
    const fromMs = await recordedSinceMs(this.#at)
    await momentAt(performance.now() + fromMs + forMs - Date.now())
    return { fromMs, untilMs: Date.now() }
  }

  send(): Promise<void> {
    return send(this.#at)
  }

  /** Sends what was left as a draft; answers how many there were. What was being sent needs nobody. */
  async sendDrafts(): Promise<number> {
    const left = await drafts(this.#at)
    if (left.length > 0) await sendDraft(this.#at)
    return left.length
  }

  /** Nothing is on its way any more. */
  async untilSent(): Promise<void> {
    const isOut = () => this.#at.evaluate(() => at.messages.outgoing.every(({ state }) => state === 'sent'))
    await until(isOut, 'everything to be sent', SENT_WITHIN_MS)
  }

  /** Every process of the browser dies. */
  async die(): Promise<void> {
    this.#page = undefined
    await this.#browser.kill()
  }

  end(): Promise<void> {
    return this.#browser.end()
  }

  get #at(): Page {
    if (this.#page === undefined) throw new Error('Their browser is not there.')
    return this.#page
  }
}
