/**
 * Addresses of clips' sound. Each is a signed link that expires; one is asked for when it is needed and used while it lasts.
 */

import type { Room } from '../../../src/client/index.ts'

/** A link that is about to expire would end in mid-clip. */
const MARGIN_MS = 60_000

export type Container = 'ogg' | 'webm' | 'mp4'

export class ClipLinks {
  readonly #clips: Pick<Room['clips'], 'link'>
  readonly #links = new Map<string, { url: string; expiresAtMs: number }>()

  constructor(clips: Pick<Room['clips'], 'link'>) {
    this.#clips = clips
  }

  /** @throws {EarshotError} as `clips.link` does. `fresh`: the last one did not do. */
  async of(clip: string, { as = 'ogg', download = false, fresh = false } = {} as LinkOptions): Promise<string> {
    const known = this.#links.get(clip)
    const lasts = known !== undefined && known.expiresAtMs - Date.now() > MARGIN_MS
    const link = lasts && !fresh ? known : await this.#clips.link(clip)
    this.#links.set(clip, link)
    return link.url + (as === 'ogg' ? '' : `&as=${as}`) + (download ? '&download=1' : '')
  }
}

interface LinkOptions {
  as?: Container
  download?: boolean
  fresh?: boolean
}
