/**
 * One upload over a line that breaks: bytes that are appended as there are more, resumed where the server says after
 * every failure. As the protocol's text has it, with no more than fetch.
 */

import type { Pass } from '../soak/pass.ts'
import { after } from '../trials/moment.ts'
import type { Sent } from './sent.ts'

export interface LineOptions {
  origin: string
  pass: Pass
  metadata: Record<string, string>
  random: () => number
  sent: Sent
}

/** As far as an upload is. */
export interface Standing {
  offset: number
  state: string
  clip: string
}

/** A restarted server serves again within seconds. */
const AGAIN_AFTER_MS = { least: 50, most: 300 }
const GIVE_UP_AFTER_MS = 120_000
/** A body that nobody reads any more: its server is gone, and this system has not noticed. */
const REQUEST_WITHIN_MS = 30_000

export class TusLine {
  readonly #options: LineOptions
  #url: string | undefined
  #acknowledged = 0

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** Appends what is new of a file that grows; with `isAll`, resolves when the message is as far as was asked for. */
  async send(file: Uint8Array<ArrayBuffer>, isAll: boolean): Promise<Standing> {
    const untilMs = performance.now() + GIVE_UP_AFTER_MS
    for (let standing = await this.#begun(untilMs); ; standing = await this.#ask(untilMs)) {
      this.#acknowledged = standing.offset
      const isThere = standing.offset === file.length && (!isAll || ['stored', 'announced'].includes(standing.state))
      if (isThere) return standing
      if (isAll) this.#options.sent.ends()
      const told = await this.#patch(file, standing.offset, isAll).catch(() => undefined)
      if (told?.offset === file.length && !isAll) return told
      if (told === undefined) await this.#wait()
    }
  }

  async #begun(untilMs: number): Promise<Standing> {
    if (this.#url !== undefined) return { offset: this.#acknowledged, state: 'receiving', clip: '' }
    const metadata = Object.entries(this.#options.metadata)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',')
    const headers = { 'upload-defer-length': '1', 'upload-metadata': metadata }
    const answer = await this.#insist(() => this.#request('/v1/uploads', 'POST', headers), untilMs)
    this.#url = answer.headers.get('location') ?? ''
    return standingOf(answer)
  }

  async #ask(untilMs: number): Promise<Standing> {
    return standingOf(await this.#insist(() => this.#request(this.#url ?? '', 'HEAD'), untilMs))
  }

  async #patch(file: Uint8Array<ArrayBuffer>, offset: number, isAll: boolean): Promise<Standing> {
    const length = isAll ? { 'upload-length': String(file.length) } : {}
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...length }
    const answer = await this.#request(this.#url ?? '', 'PATCH', headers, file.subarray(offset))
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    const standing = standingOf(answer)
    this.#acknowledged = standing.offset
    return standing
  }

  async #insist(request: () => Promise<Response>, untilMs: number): Promise<Response> {
    while (performance.now() < untilMs) {
      const answer = await request().catch(() => undefined)
      if (answer?.ok) return answer
      await answer?.body?.cancel().catch(() => undefined) // its line may be dead already
      await this.#wait()
    }
    throw new Error(`An upload did not get through within ${GIVE_UP_AFTER_MS} ms.`)
  }

  async #request(path: string, method: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) {
    const { origin, pass } = this.#options
    return fetch(new URL(path, origin), {
      method,
      headers: { 'tus-resumable': '1.0.0', authorization: `Bearer ${await pass.token()}`, ...headers },
      signal: AbortSignal.timeout(REQUEST_WITHIN_MS),
      ...(body && { body }),
    })
  }

  #wait(): Promise<void> {
    const { least, most } = AGAIN_AFTER_MS
    return after(least + this.#options.random() * (most - least))
  }
}

const standingOf = ({ headers }: Response): Standing => ({
  offset: Number(headers.get('upload-offset') ?? 0),
  state: headers.get('earshot-upload-state') ?? '',
  clip: headers.get('earshot-clip') ?? '',
})
