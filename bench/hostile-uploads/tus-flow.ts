/**
 * One upload from its beginning to its end, by a client that means to finish it: what is refused it looks at and sends again, so
 * that faults meet uploads in every state. Whoever sends for it puts the faults in.
 */

import type { Answer, HostileRequest } from '../hostile-http/request.ts'
import type { Dice } from '../trials/hostile/dice.ts'
import { append, create, look, metadataOf, takeBack } from './tus-request.ts'

/** Undefined: nobody knows what came of it. */
export type Send = (request: HostileRequest) => Promise<Answer | undefined>

/** What refuses everything is given up. */
const MOST_TRIES = 8

export class TusFlow {
  readonly #dice: Dice
  readonly #token: string
  readonly #send: Send

  constructor(dice: Dice, token: string, send: Send) {
    this.#dice = dice
    this.#token = token
    this.#send = send
  }

  async run(file: Uint8Array): Promise<void> {
    const path = this.#dice.chance(0.3) ? await this.#inParts(file) : await this.#whole(file)
    if (path === undefined) return
    if (this.#dice.chance(0.5)) await this.#send(look(this.#token, path))
    if (this.#dice.chance(0.2)) await this.#send(takeBack(this.#token, path))
  }

  async #whole(file: Uint8Array): Promise<string | undefined> {
    const said = { 'upload-metadata': this.#metadata() }
    const isDeferred = this.#dice.chance(0.4)
    const about = isDeferred ? { 'upload-defer-length': '1' } : { 'upload-length': String(file.length) }
    return this.#upload(file, { ...about, ...said })
  }

  async #inParts(file: Uint8Array): Promise<string | undefined> {
    const cuts = Array.from({ length: this.#dice.between(0, 2) }, () => this.#dice.between(0, file.length)).toSorted(
      (a, b) => a - b,
    )
    const paths: string[] = []
    for (const [at, from] of [0, ...cuts].entries()) {
      const part = file.subarray(from, cuts[at] ?? file.length)
      const path = await this.#upload(part, { 'upload-length': String(part.length), 'upload-concat': 'partial' })
      if (path === undefined) return undefined
      paths.push(path)
    }
    return this.#begun({ 'upload-concat': `final;${paths.join(' ')}`, 'upload-metadata': this.#metadata() })
  }

  /** Answers where it is. */
  async #upload(file: Uint8Array, about: Record<string, string>): Promise<string | undefined> {
    const first = this.#dice.chance(0.4) ? file.subarray(0, this.#dice.between(0, file.length)) : undefined
    const path = await this.#begun(about, first)
    if (path === undefined) return undefined
    const isDeferred = about['upload-defer-length'] !== undefined
    let at: number | undefined = await this.#offset(path)
    for (let tries = 0; tries < MOST_TRIES && at !== undefined && (at < file.length || tries === 0); tries += 1) {
      const end = Math.min(file.length, at + Math.ceil(file.length / this.#dice.between(1, 3)))
      const lengthBytes = isDeferred && end === file.length ? file.length : undefined
      const answer = await this.#send(append(this.#token, path, at, file.slice(at, end), lengthBytes))
      at = offsetIn(answer) ?? (await this.#offset(path))
    }
    return path
  }

  async #begun(about: Record<string, string>, body?: Uint8Array): Promise<string | undefined> {
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await this.#send(create(this.#token, about, body))
      const location = answer?.headers.location
      if (typeof location === 'string') return location
    }
    return undefined
  }

  async #offset(path: string): Promise<number | undefined> {
    return offsetIn(await this.#send(look(this.#token, path)))
  }

  #metadata(): string {
    const facts = {
      message: this.#dice.id(),
      filename: this.#dice.text(8),
      ack: this.#dice.pick(['stored', 'indexed']),
    }
    return metadataOf(this.#dice.chance(0.3) ? { ...facts, burn: '7', recorded: '1700000000000' } : facts)
  }
}

function offsetIn(answer: Answer | undefined): number | undefined {
  const said = answer?.headers['upload-offset']
  return typeof said === 'string' ? Number(said) : undefined
}
