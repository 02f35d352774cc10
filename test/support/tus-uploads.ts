/** What tus-js-client does, as promises; and a room with people in it who send voice messages to a real server. */

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client'
import { createRoom } from './room.ts'

type File = Buffer | Readable

/** Soon enough for tests; as often as anybody tries. */
const RETRY_DELAYS_MS = [0, 50, 100, 200, 400, 800, 1_000, 1_000]

export interface Sent {
  url: string
  /** Of the last answer. */
  header(name: string): string | undefined
}

/** A file on its way: the client, and what comes of it. */
export interface Sending {
  upload: Upload
  sent: Promise<Sent>
}

export class Sender {
  readonly #origin: string
  readonly #link: { room: string; secret: string }
  readonly #issued: { token: string; guest: string }

  private constructor(
    origin: string,
    link: { room: string; secret: string },
    issued: { token: string; guest: string },
  ) {
    this.#origin = origin
    this.#link = link
    this.#issued = issued
  }

  /** A room, and somebody in it. */
  static async start(origin: string): Promise<Sender> {
    const { room, guestSecret: secret } = await createRoom(origin)
    return new Sender(origin, { room, secret }, await issued(origin, { room, secret }))
  }

  /** Somebody else in the same room. */
  async another(): Promise<Sender> {
    return new Sender(this.#origin, this.#link, await issued(this.#origin, this.#link))
  }

  /** The same person with a token of now. */
  async renewed(): Promise<Sender> {
    return new Sender(this.#origin, this.#link, await issued(this.#origin, this.#link, this.#issued.guest))
  }

  get room(): string {
    return this.#link.room
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#issued.token}` }
  }

  /** The client's options for this person; `origin` where a line stands in between. */
  options(origin = this.#origin): UploadOptions {
    const metadata = { filename: 'speech.opus', filetype: 'audio/ogg', ack: 'indexed' }
    return { endpoint: `${origin}/v1/uploads`, headers: this.headers, retryDelays: RETRY_DELAYS_MS, metadata }
  }

  begin(file: File, options: UploadOptions = {}): Sending {
    const { promise, resolve, reject } = Promise.withResolvers<Sent>()
    const upload: Upload = new Upload(file, {
      ...this.options(),
      ...options,
      onError: reject,
      onSuccess: ({ lastResponse }) =>
        resolve({ url: upload.url ?? '', header: (name) => lastResponse.getHeader(name) }),
    })
    upload.start()
    return { upload, sent: promise }
  }

  send(file: File, options?: UploadOptions): Promise<Sent> {
    return this.begin(file, options).sent
  }

  /** The status with which the server refuses it. */
  async refusal(file: File, options?: UploadOptions): Promise<{ status: number | undefined; code: string }> {
    const error = await this.send(file, options).then(
      () => undefined,
      (cause: unknown) => cause,
    )
    if (!(error instanceof DetailedError)) throw new Error(`It was not refused: ${error}`, { cause: error })
    const body = error.originalResponse?.getBody()
    return { status: error.originalResponse?.getStatus(), code: body ? JSON.parse(body).error.code : '' }
  }

  /** Any request about an upload. */
  ask(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'tus-resumable': '1.0.0', ...this.headers, ...(init.headers as Record<string, string>) }
    return fetch(new URL(url, this.#origin), { ...init, headers })
  }

  async offsetOf(url: string): Promise<number> {
    return Number((await this.ask(url, { method: 'HEAD' })).headers.get('upload-offset'))
  }

  /** SHA-256 of the audio that a message plays. */
  async played(clip: string): Promise<string> {
    const answer = await fetch(`${this.#origin}/v1/clips/${clip}/audio`, { headers: this.headers })
    if (!answer.ok) throw new Error(`The audio was answered ${answer.status}.`)
    return sha256(await answer.bytes())
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function issued(
  origin: string,
  { room, secret }: { room: string; secret: string },
  guest?: string,
): Promise<{ token: string; guest: string }> {
  const answer = await fetch(`${origin}/v1/rooms/${room}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret, guest }),
  })
  if (!answer.ok) throw new Error(`A token was refused with ${answer.status}.`)
  return answer.json()
}
