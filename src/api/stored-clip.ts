/**
 * The stored file of a clip as the audio routes give it out: as it is, in another container, or cut. R2 holds it once,
 * in Ogg; everything else is made of that while somebody asks for it, without decoding.
 */

import type { ClipDetails } from '../archive/clip-answers.ts'
import type { ClipTags } from '../clips/clip-tags.ts'
import { CONTAINERS, type Container, remux } from '../clips/containers.ts'
import { writeSlice } from '../clips/slices.ts'
import { MAX_REPACKED_BYTES } from '../protocol/limits.ts'
import { getClipObject } from '../store/clip-objects.ts'
import type { OpenAudio, StoredAudio } from './audio-answer.ts'
import type { BytePart } from './byte-range.ts'
import { ApiError } from './errors.ts'

/** A clip whose state is `ready`, and its key. */
export interface StoredClip {
  details: ClipDetails
  key: string
}

export const tagsOf = ({ id, room, by, startedAtMs }: ClipDetails): ClipTags => ({
  speaker: by.name,
  room,
  startedAtMs,
  source: id,
})

/** The clip in a container. */
export function inContainer(bucket: R2Bucket, clip: StoredClip, container: Container): StoredAudio {
  const { checksum, bytes: size } = clip.details
  const contentType = CONTAINERS[container]
  if (container === 'ogg') {
    const read = async (part: BytePart) => (await readObject(bucket, clip.key, part)).body
    return { etag: `"${checksum}"`, contentType, open: async () => ({ size, read }) }
  }
  const open = async () => inMemory(await remux(await wholeClip(bucket, clip), container))
  return { etag: `"${checksum}-${container}"`, contentType, open }
}

/** One slice of it, as a file of its own. */
export function sliceOf(bucket: R2Bucket, clip: StoredClip, seconds: number, index: number): StoredAudio {
  const open = async () => {
    const slice = await writeSlice(await wholeClip(bucket, clip), seconds, index, tagsOf(clip.details))
    if (slice === undefined) throw new ApiError('unknown-slice')
    return inMemory(slice.bytes)
  }
  return { etag: `"${clip.details.checksum}-${seconds}s-${index}"`, contentType: CONTAINERS.ogg, open }
}

/** All of its file, as far as it can be in memory, and another one like it beside it. */
export async function wholeClip(bucket: R2Bucket, { key, details }: StoredClip): Promise<Uint8Array<ArrayBuffer>> {
  if (details.bytes > MAX_REPACKED_BYTES) throw new ApiError('clip-too-long')
  const object = await readObject(bucket, key)
  return new Uint8Array(await object.arrayBuffer())
}

const inMemory = (bytes: Uint8Array<ArrayBuffer>): OpenAudio => ({
  size: bytes.length,
  read: async ({ offset, length }) => bytes.subarray(offset, offset + length),
})

async function readObject(bucket: R2Bucket, key: string, part?: BytePart): Promise<R2ObjectBody> {
  const object = await getClipObject(bucket, key, part)
  if (object === null)
    throw new ApiError('clip-unavailable', { cause: new Error('A clip that is ready has no object.') })
  return object
}
