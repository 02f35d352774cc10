/** A clip's object written piece by piece: at once or in parts, and nothing to be seen before its end. */

import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { base64Url } from '../../src/store/base64url.ts'
import { abortClipObject, ClipObjectWriter, PART_BYTES } from '../../src/store/clip-object-writer.ts'
import { FailingBucket } from '../durable-objects/failing-bucket.ts'

const ORIGIN = { room: 'r', clip: 'c' }
/** No divisor of a part. */
const PIECE_BYTES = 700_001

function newWriter(key: string) {
  const bucket = new FailingBucket(env.CLIPS)
  const begun: string[] = []
  const writer = new ClipObjectWriter({
    ...{ bucket: bucket.binding, key, origin: ORIGIN },
    begun: (id) => begun.push(id) > 0,
  })
  return { writer, bucket, begun }
}

async function addAll(writer: ClipObjectWriter, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) await writer.add(bytes.subarray(at, at + PIECE_BYTES))
}

const numbered = (length: number) => Uint8Array.from({ length }, (_, at) => at ^ (at >> 8) ^ (at >> 16))

describe('an object of a clip', () => {
  it.each([
    ['none', 0, 0],
    ['one part', PART_BYTES, 0],
    ['a byte more than one part', PART_BYTES + 1, 2],
    ['two parts', 2 * PART_BYTES, 2],
  ])('of %s is what was added, with its digest', async (name, length, parts) => {
    const key = `clips/writer/${name}`
    const bytes = numbered(length)
    const { writer, bucket, begun } = newWriter(key)
    await addAll(writer, bytes)
    expect(await env.CLIPS.head(key)).toBeNull()
    const checksum = base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
    expect(await writer.finish()).toEqual({ bytes: length, checksum })
    const object = await env.CLIPS.get(key)
    const stored = base64Url(
      new Uint8Array(await crypto.subtle.digest('SHA-256', await new Response(object?.body).arrayBuffer())),
    )
    expect([object?.size, stored, object?.customMetadata]).toEqual([length, checksum, ORIGIN])
    expect(bucket.calls.filter((call) => call === 'uploadPart')).toHaveLength(parts)
    expect(begun).toHaveLength(parts > 0 ? 1 : 0)
  })

  it('that is given up in the middle is nothing, and its parts can be aborted twice', async () => {
    const key = 'clips/writer/given-up'
    const { writer, begun } = newWriter(key)
    await addAll(writer, numbered(2 * PART_BYTES))
    await writer.giveUp()
    const [multipart = ''] = begun
    await abortClipObject(env.CLIPS, key, multipart)
    await abortClipObject(env.CLIPS, key, multipart)
    expect(await env.CLIPS.head(key)).toBeNull()
  })

  it('that is given up while its parts are begun leaves none, and nobody is told of them', async () => {
    const { writer, bucket, begun } = newWriter('clips/writer/given-up-early')
    bucket.meanwhile.set('createMultipartUpload', () => writer.giveUp())
    await expect(addAll(writer, numbered(PART_BYTES + 1))).rejects.toThrow('not wanted')
    expect([bucket.calls, begun]).toEqual([['createMultipartUpload', 'abort'], []])
  })

  it('tells of a part that failed, at the latest at its end', async () => {
    const { writer, bucket } = newWriter('clips/writer/failed')
    bucket.fails.set('uploadPart', 1)
    await addAll(writer, numbered(PART_BYTES + 1))
    await expect(writer.finish()).rejects.toThrow('out of reach')
    await writer.giveUp()
  })
})
