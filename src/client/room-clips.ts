/**
 * The clips of a room as an application asks for them, and who has listened to each as far as this client has been told.
 * Its sound comes by a `link`, over HTTP; what is being said now is the room's.
 */

import type { HeardClip } from '../protocol/room-message.ts'
import type { EarshotApi } from './api.ts'
import type { ClipDetails, ClipLink, ClipListener, ClipPage, Forwarded, Outbox, Receipt } from './clip-details.ts'
import type { PageTokens } from './page-tokens.ts'

/** What of the HTTP API it uses. */
export type ClipApi = Pick<
  EarshotApi,
  'clip' | 'clips' | 'clipLink' | 'markHeard' | 'deleteClip' | 'outbox' | 'retryClip' | 'forward'
>

export interface RoomClipsParts {
  room: string
  api: ClipApi
  tokens: PageTokens
  /** This client's own name, as others are to read it. */
  name: () => string
}

const NOBODY: readonly ClipListener[] = []

/** Every call may throw an `EarshotError`: `unreachable`, `removed`, `not-allowed`, and what stands beside it. */
export class RoomClips {
  readonly #parts: RoomClipsParts
  readonly #heardBy = new Map<string, readonly ClipListener[]>()
  #changed: () => void = () => {}

  constructor(parts: RoomClipsParts) {
    this.#parts = parts
  }

  /** Who has listened to a clip: empty until this client has been told, by `details`, by a page, or while it was here. */
  heardBy(clip: string): readonly ClipListener[] {
    return this.#heardBy.get(clip) ?? NOBODY
  }

  /** @throws {EarshotError} `clip-unknown`, `clip-deleted` */
  async details(clip: string): Promise<ClipDetails> {
    const details = await this.#ask((token) => this.#parts.api.clip({ clip, token }))
    this.#learn([details])
    return details
  }

  /** Newest first, `limit` of them (1…100); `before` is the `next` of the page before. */
  async page(options: { before?: string; limit?: number } = {}): Promise<ClipPage> {
    const { api, room } = this.#parts
    const page = await this.#ask((token) => api.clips({ room, token, ...options }))
    this.#learn(page.clips)
    return page
  }

  /**
   * An address of the clip's sound that needs no header, for a quarter of an hour. With `&as=webm` or `&as=mp4` behind it
   * the sound comes in that container, with `&download=1` as a file to save.
   * @throws {EarshotError} `clip-unknown`, `clip-deleted`
   */
  link(clip: string): Promise<ClipLink> {
    return this.#ask((token) => this.#parts.api.clipLink({ clip, token }))
  }

  /**
   * Tells the others that this person has listened to a clip, as far as `uptoMs`, or to its end. Of a message that burns,
   * nine tenths are all of it: it is refused to this person a minute later, with `clip-burnt`.
   */
  async markHeard(clip: string, uptoMs?: number): Promise<void> {
    const { api, name } = this.#parts
    const upto = uptoMs === undefined ? {} : { uptoMs }
    const { heardBy } = await this.#ask((token) => api.markHeard({ clip, token, name: name(), ...upto }))
    this.#learn([{ id: clip, heardBy }])
  }

  /**
   * Passes a clip on from wherever it is, by its `link`, into this room, as a message of this person's. With the same `id`
   * (a `randomId`) again it is the same message.
   * @throws {EarshotError} `clip-unknown`, `clip-deleted`, `clip-burns`, `not-allowed`
   */
  forward(link: string, id: string): Promise<Forwarded> {
    const { api, room, name } = this.#parts
    return this.#ask((token) => api.forward({ room, token, id, link, name: name() }))
  }

  /**
   * Deletes a clip for ever: its speaker may, and an owner. What answers is the receipt.
   * @throws {EarshotError} `clip-unknown`, `not-allowed`
   */
  delete(clip: string): Promise<Receipt> {
    const { api, name } = this.#parts
    return this.#ask((token) => api.deleteClip({ clip, token, name: name() }))
  }

  /** The owner's: talk on its way into storage, and what is stuck there. */
  outbox(): Promise<Outbox> {
    const { api, room } = this.#parts
    return this.#ask((token) => api.outbox({ room, token }))
  }

  /** The owner's: tries again to store what is stuck. */
  retry(clip: string): Promise<void> {
    const { api, room } = this.#parts
    return this.#ask((token) => api.retryClip({ room, clip, token }))
  }

  /** For the room that it belongs to: calls `changed` whenever `heardBy` answers otherwise. */
  follow(changed: () => void): void {
    this.#changed = changed
  }

  /** For the room that it belongs to: somebody has listened. */
  noteHeard(heard: readonly HeardClip[]): void {
    for (const { clip, by, uptoMs } of heard) {
      const others = this.heardBy(clip).filter(({ person }) => person !== by.person)
      this.#heardBy.set(clip, [...others, uptoMs === undefined ? by : { ...by, uptoMs }])
    }
    this.#changed()
  }

  #learn(clips: readonly Pick<ClipDetails, 'id' | 'heardBy'>[]): void {
    for (const { id, heardBy } of clips) this.#heardBy.set(id, heardBy)
    this.#changed()
  }

  #ask<Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> {
    return this.#parts.tokens.with(call)
  }
}
