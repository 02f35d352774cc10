/**
 * Where an audio element gets a clip from: the stored file by its address, or a talk that is still being spoken, as a stream
 * through Media Source Extensions. Each is used for one clip and then released.
 */

import type { ClipLinks, Container } from './clip-links.ts'
import { LiveEdge } from './live-edge.ts'

export interface ClipSource {
  /** Gives the element its sound. @throws {EarshotError} when there is no address to be had */
  attach(audio: HTMLAudioElement): Promise<void>
  /** Of a talk that goes on; undefined: all of it is there. */
  readonly edge: LiveEdge | undefined
  release(): void
}

const OGG_OPUS = 'audio/ogg; codecs=opus'

/** Safari plays Opus from Ogg since 18.4; from MP4 it does longer. */
export const storedContainer = (audio: HTMLAudioElement): Container =>
  audio.canPlayType(OGG_OPUS) === '' ? 'mp4' : 'ogg'

export class StoredSource implements ClipSource {
  readonly edge = undefined
  readonly #clip: string
  readonly #links: ClipLinks
  readonly #fresh: boolean

  constructor(clip: string, links: ClipLinks, { fresh = false } = {}) {
    this.#clip = clip
    this.#links = links
    this.#fresh = fresh
  }

  async attach(audio: HTMLAudioElement): Promise<void> {
    const address = await this.#links.of(this.#clip, { as: storedContainer(audio), fresh: this.#fresh })
    audio.src = address
  }

  release(): void {}
}

/** Safari on a phone has only the managed kind, which lets go of what was played to save memory. */
const Media = (): typeof MediaSource | undefined =>
  globalThis.MediaSource ?? (globalThis as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource

const STREAMS = [
  ['webm', 'audio/webm; codecs="opus"'],
  ['mp4', 'audio/mp4; codecs="opus"'],
] as const

const liveStream = () => STREAMS.find(([, type]) => Media()?.isTypeSupported(type) === true)

/** Whether this browser can play a talk while it is spoken. */
export const canPlayLive = (): boolean => liveStream() !== undefined

export class LiveSource implements ClipSource {
  readonly #clip: string
  readonly #links: ClipLinks
  readonly #stop = new AbortController()
  /** Something has come, or nothing will any more. */
  readonly #onProgress: () => void
  readonly #onFail: (error: unknown) => void
  #edge: LiveEdge | undefined = new LiveEdge()
  #url = ''

  constructor(clip: string, links: ClipLinks, on: { progress: () => void; fail: (error: unknown) => void }) {
    this.#clip = clip
    this.#links = links
    this.#onProgress = on.progress
    this.#onFail = on.fail
  }

  get edge(): LiveEdge | undefined {
    return this.#edge
  }

  async attach(audio: HTMLAudioElement): Promise<void> {
    const [as, type] = liveStream() ?? []
    const MediaSourceHere = Media()
    if (as === undefined || MediaSourceHere === undefined) throw new Error('This browser plays no streams.')
    const address = await this.#links.of(this.#clip, { as })
    const media = new MediaSourceHere()
    this.#url = URL.createObjectURL(media)
    audio.disableRemotePlayback = true // a managed media source does not open without
    audio.src = this.#url
    await once(media, 'sourceopen')
    const buffer = media.addSourceBuffer(type)
    void this.#pump(address, media, buffer).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#onFail(error)
    })
  }

  release(): void {
    this.#stop.abort()
    URL.revokeObjectURL(this.#url)
  }

  async #pump(address: string, media: MediaSource, buffer: SourceBuffer): Promise<void> {
    const response = await fetch(address, { signal: this.#stop.signal })
    if (!response.ok || response.body === null) throw new Error(`The stream answered ${response.status}.`)
    const reader = response.body.getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      buffer.appendBuffer(piece.value)
      await once(buffer, 'updateend')
      const { buffered } = buffer
      if (buffered.length > 0) this.#edge?.arrived(buffered.end(buffered.length - 1) * 1000, performance.now())
      this.#onProgress()
    }
    if (media.readyState === 'open') media.endOfStream()
    this.#edge = undefined
    this.#onProgress()
  }
}

const once = (target: EventTarget, event: string): Promise<void> =>
  new Promise((resolve) => target.addEventListener(event, () => resolve(), { once: true }))
