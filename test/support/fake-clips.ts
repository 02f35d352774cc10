/** A room's clips without a server: every call is noted and answered with what a test says. */

import { PageTokens } from '../../src/client/page-tokens.ts'
import { type ClipApi, RoomClips } from '../../src/client/room-clips.ts'

export class FakeClipApi {
  readonly asked: [name: string, request: object][] = []
  /** What the next calls answer: an `Error` is thrown. */
  answers: unknown[] = []

  readonly api = new Proxy({} as ClipApi, {
    get: (_, name) => async (request: object) => {
      this.asked.push([String(name), request])
      const answer = this.answers.shift()
      if (answer instanceof Error) throw answer
      return answer
    },
  })

  /** The tokens are `token 1`, `token 2`, …; none lasts. */
  clips(room: string): RoomClips {
    let count = 0
    const tokens = new PageTokens(async () => `token ${++count}`)
    return new RoomClips({ room, api: this.api, tokens, name: () => 'Ada' })
  }
}
