/**
 * The soak of bench/upload, small: the runtime is killed in the midst of appends and right behind the last byte, and every
 * message must be in the room once, byte for byte.
 */

import { beforeAll, expect, it } from 'vitest'
import { Pass } from '../../bench/soak/pass.ts'
import { startForTrial } from '../../bench/trials/on-runtime.ts'
import { uploadSoak } from '../../bench/upload/kills.ts'
import { EarshotApi } from '../../src/client/api.ts'
import { UPLOAD_PIECE_BYTES } from '../../src/protocol/limits.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { until } from '../support/until.ts'

const KILLS = 2
const SEED = 1
/** Each kill costs a start of the runtime, ten times as long where the machine is busy. */
const WITHIN_MS = 180_000
/** More than lies in the buffers between two processes: some of it has arrived. */
const SENT_BYTES = 40 * UPLOAD_PIECE_BYTES

beforeAll(() => findMediaTools(), INSTALL_TIMEOUT_MS)

it(
  `loses no byte, doubles no message and begins no upload anew over ${KILLS} kills (seed ${SEED})`,
  async () => {
    const figures = await uploadSoak({ kills: KILLS, seed: SEED, progress: () => {} })
    expect(figures).toMatchObject({
      findings: [],
      lostBytes: 0,
      lostSeconds: 0,
      duplicates: 0,
      invalidClips: 0,
      restartsFromZero: 0,
    })
    expect(figures.messages).toBeGreaterThan(0)
  },
  WITHIN_MS,
)

it(
  'keeps what came of a body whose client dies, and goes on from there',
  async () => {
    const runtime = await startForTrial()
    try {
      const made = await new EarshotApi(runtime.origin).createRoom({ name: 'Uploads', keepTalk: false })
      const pass = new Pass(runtime.origin, made.room.id, made.guestSecret)
      const file = opusFile({ packets: 9_000, packetBytes: LOUDEST_BYTES })
      const tus = { 'tus-resumable': '1.0.0', authorization: `Bearer ${await pass.token()}` }
      const length = { 'upload-length': String(file.length) }
      const post = await fetch(`${runtime.origin}/v1/uploads`, { method: 'POST', headers: { ...tus, ...length } })
      const url = new URL(post.headers.get('location') ?? '', runtime.origin)
      const patch = (from: number, body: RequestInit['body'], signal: AbortSignal) =>
        fetch(url, {
          ...{ method: 'PATCH', body, duplex: 'half', signal },
          headers: { ...tus, 'upload-offset': String(from), 'content-type': 'application/offset+octet-stream' },
        } as RequestInit)
      const stand = async () =>
        Number((await fetch(url, { method: 'HEAD', headers: tus })).headers.get('upload-offset'))

      const death = new AbortController()
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      const dying = patch(0, readable, death.signal).catch(() => 'dead')
      const writer = writable.getWriter()
      for (let at = 0; at < SENT_BYTES; at += UPLOAD_PIECE_BYTES) {
        await writer.write(file.subarray(at, at + UPLOAD_PIECE_BYTES))
      }
      death.abort()
      expect(await dying).toBe('dead')
      const offset = await until(async () => (await stand()) || undefined, 'bytes of the dead client')
      expect(offset).toBeGreaterThanOrEqual(UPLOAD_PIECE_BYTES)
      const rest = await patch(offset, file.subarray(offset), AbortSignal.timeout(WITHIN_MS))
      expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, String(file.length)])
      expect(['stored', 'announced']).toContain(rest.headers.get('earshot-upload-state'))
    } finally {
      await runtime.stop()
    }
  },
  WITHIN_MS,
)
