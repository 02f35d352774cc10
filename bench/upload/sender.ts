/**
 * Somebody who sends one voice message after another while the server is killed: most are uploaded while they are being
 * recorded, the others whole by tus-js-client, in one piece or in parts beside each other.
 */

import { joined, LOUDEST_BYTES, opusFile, opusPages, SPEECH_BYTES } from '../../test/support/opus-files.ts'
import { randomId } from '../../test/support/random-id.ts'
import type { Pass } from '../soak/pass.ts'
import { after } from '../trials/moment.ts'
import type { Sent } from './sent.ts'
import { sendByTusJs } from './tus-js.ts'
import { TusLine } from './tus-line.ts'

export interface SenderOptions {
  origin: string
  pass: Pass
  random: () => number
  sent: Sent
  /** How many times faster than real pace they record. */
  pace: number
}

const PACKET_MS = 20
/** A recorder writes one page a second. */
const PAGE_MS = 1_000
/** 1 s to 12 s of speech; what tus-js-client sends is as long and as loud as Opus gets: 60 to 800 kB. */
const PACKETS = { least: 50, most: 600 }
/** More than one part of R2: one in so many of the whole ones. */
const LARGE = { oneIn: 5, packets: 4_500 }
const MAX_SEED = 2 ** 31
const MANY = 3

export class Sender {
  readonly #options: SenderOptions
  #isStopping = false
  #sending: Promise<void> | undefined

  constructor(options: SenderOptions) {
    this.#options = options
  }

  start(): void {
    this.#sending = this.#sendAll()
  }

  /** Resolves when what they were sending is sent. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#sending
  }

  async #sendAll(): Promise<void> {
    const { random, sent } = this.#options
    while (!this.#isStopping) {
      const message = randomId()
      const packets = Math.round(PACKETS.least + random() * (PACKETS.most - PACKETS.least))
      const way = random()
      const ack = random() < 0.5 ? 'stored' : 'indexed'
      const seed = Math.floor(random() * MAX_SEED)
      const metadata = { message, ack, filetype: 'audio/ogg', name: 'Sender' }
      const send = way < 0.6 ? this.#live : way < 0.8 ? this.#whole : this.#inParts
      await send.call(this, metadata, { packets, seed }).catch((error) => sent.complaints.push(String(error)))
    }
  }

  /** Uploaded while it is recorded; its length is told with its last bytes. */
  async #live(metadata: Metadata, { packets, seed }: Recording): Promise<void> {
    const line = new TusLine({ ...this.#options, metadata })
    const written: Uint8Array[] = []
    for (const page of opusPages({ packets, seed, packetBytes: SPEECH_BYTES })) {
      written.push(page)
      await Promise.all([after(PAGE_MS / this.#options.pace), line.send(joined(written), false)])
    }
    const file = joined(written)
    const { clip } = await line.send(file, true)
    this.#options.sent.messages.push({ clip, file, durationMs: packets * PACKET_MS })
  }

  #whole(metadata: Metadata, recording: Recording): Promise<void> {
    const isLarge = this.#options.random() * LARGE.oneIn < 1
    return this.#byTusJs(metadata, isLarge ? { ...recording, packets: LARGE.packets } : recording, 1)
  }

  /** No app has to give a message an id of its own: its parts are joined once all the same. */
  #inParts({ message: _, ...metadata }: Metadata, recording: Recording): Promise<void> {
    return this.#byTusJs(metadata, recording, MANY)
  }

  async #byTusJs(
    metadata: Record<string, string>,
    { packets, seed }: Recording,
    parallelUploads: number,
  ): Promise<void> {
    const { origin, pass, sent } = this.#options
    const file = opusFile({ packets, seed, packetBytes: LOUDEST_BYTES })
    const onProgress = (bytes: number) => bytes === file.length && sent.ends()
    const chunkSize = Math.ceil(file.length / 4)
    const url = await sendByTusJs(Buffer.from(file), { origin, pass, metadata, chunkSize, parallelUploads, onProgress })
    const clip = await clipAt(url, pass)
    sent.messages.push({ clip, file, durationMs: packets * PACKET_MS })
  }
}

interface Metadata extends Record<string, string> {
  message: string
}

interface Recording {
  packets: number
  seed: number
}

/** What became of an upload; asked again while the server is away. */
async function clipAt(url: string, pass: Pass): Promise<string> {
  for (let left = 100; left > 0; left -= 1) {
    const headers = { 'tus-resumable': '1.0.0', authorization: `Bearer ${await pass.token()}` }
    const answer = await fetch(url, { method: 'HEAD', headers }).catch(() => undefined)
    if (answer?.ok) return answer.headers.get('earshot-clip') ?? ''
    await after(200)
  }
  throw new Error('Nobody says what became of an upload.')
}
