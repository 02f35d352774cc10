/**
 * Somebody who sends one voice message after another while the server is killed: most are uploaded while they are being
 * recorded, by the SDK or as the protocol's text has it, the others whole by tus-js-client, in one piece or in parts beside
 * each other. Everything goes over a wire of their own, whose ledger holds the server, and them, to what was acknowledged.
 */

import { joined, LOUDEST_BYTES, opusFile, opusPages, SPEECH_BYTES } from '../../test/support/opus-files.ts'
import { randomId } from '../../test/support/random-id.ts'
import type { Pass } from '../soak/pass.ts'
import { after } from '../trials/moment.ts'
import { Author } from './author.ts'
import type { Sent } from './sent.ts'
import { sendByTusJs } from './tus-js.ts'
import { TusLine } from './tus-line.ts'
import type { Wire } from './wire.ts'

export interface SenderOptions {
  wire: Wire
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
/** The SDK sends once a second, whatever the pace: so a message takes it a few requests. */
const SDK_PACE = 3
/** Shares of the ways in which they send; the rest is in parts. */
const WAYS = { sdk: 0.35, text: 0.25, whole: 0.2 }

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
      const packets = Math.round(PACKETS.least + random() * (PACKETS.most - PACKETS.least))
      const send = this.#wayFor(random())
      const ack = random() < 0.5 ? 'stored' : 'indexed'
      const seed = Math.floor(random() * MAX_SEED)
      const metadata = { message: randomId(), ack, filetype: 'audio/ogg', name: 'Sender' }
      await send.call(this, metadata, { packets, seed }).catch((error) => {
        sent.complaints.push(String(error))
        sent.add(undefined, new Uint8Array(0), packets * PACKET_MS)
      })
    }
  }

  #wayFor(random: number): (metadata: Metadata, recording: Recording) => Promise<void> {
    if (random < WAYS.sdk) return this.#bySdk
    if (random < WAYS.sdk + WAYS.text) return this.#live
    return random < WAYS.sdk + WAYS.text + WAYS.whole ? this.#whole : this.#inParts
  }

  /** Its bytes go ahead as a partial upload; what makes a message of them follows when it is sent. */
  async #bySdk(_: Metadata, { packets }: Recording): Promise<void> {
    const { wire, pass, random, sent } = this.#options
    wire.ledger.nextFile()
    const author = new Author({ origin: wire.origin, token: () => pass.token(), random, pace: SDK_PACE })
    await author.speak(packets * PACKET_MS, true)
    sent.ends()
    author.send()
    sent.add(await author.stored(), author.recorded, author.durationMs)
  }

  /** Uploaded while it is recorded; its length is told with its last bytes. */
  async #live(metadata: Metadata, { packets, seed }: Recording): Promise<void> {
    const { wire, sent } = this.#options
    wire.ledger.nextFile()
    const line = new TusLine({ ...this.#options, origin: wire.origin, metadata })
    const written: Uint8Array[] = []
    for (const page of opusPages({ packets, seed, packetBytes: SPEECH_BYTES })) {
      written.push(page)
      await Promise.all([after(PAGE_MS / this.#options.pace), line.send(joined(written), false)])
    }
    const file = joined(written)
    const { clip } = await line.send(file, true)
    sent.add(clip, file, packets * PACKET_MS)
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
    const { wire, pass, sent } = this.#options
    const { origin } = wire
    wire.ledger.nextFile(parallelUploads)
    const file = opusFile({ packets, seed, packetBytes: LOUDEST_BYTES })
    const onProgress = (bytes: number) => bytes === file.length && sent.ends()
    const chunkSize = Math.ceil(file.length / 4)
    const url = await sendByTusJs(Buffer.from(file), { origin, pass, metadata, chunkSize, parallelUploads, onProgress })
    sent.add(await clipAt(url, pass), file, packets * PACKET_MS)
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
    const answer = await askFor(url, pass).catch(() => undefined)
    if (answer?.ok) return answer.headers.get('earshot-clip') ?? ''
    await after(200)
  }
  throw new Error('Nobody says what became of an upload.')
}

async function askFor(url: string, pass: Pass): Promise<Response> {
  const headers = { 'tus-resumable': '1.0.0', authorization: `Bearer ${await pass.token()}` }
  return fetch(url, { method: 'HEAD', headers })
}
