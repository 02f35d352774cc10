/**
 * Writes a clip's object whose bytes come one after another, and may turn out to be no clip until the last of them: nothing
 * can be seen of it before `finish`. A small one is put at once, a larger one goes in equal parts as they are full. Holds
 * two parts in memory at most.
 */

import { base64Url } from './base64url.ts'
import { CLIP_TYPE, type ObjectOrigin, putClipObject } from './clip-objects.ts'

/** The smallest that R2 takes of all parts but the last (developers.cloudflare.com/r2/objects/multipart-objects). */
export const PART_BYTES = 5 * 1024 * 1024

interface WriterParts {
  bucket: R2Bucket
  key: string
  origin: ObjectOrigin
  /**
   * A multipart upload of this id is begun now, and left behind by a crash: to be aborted before another attempt. Whether
   * it is still wanted; if not, nothing goes on.
   */
  begun(multipart: string): boolean
}

export class ClipObjectWriter {
  readonly #parts: WriterParts
  readonly #digest = new crypto.DigestStream('SHA-256')
  readonly #hashing = this.#digest.getWriter()
  #part = new Uint8Array(PART_BYTES)
  #filled = 0
  #bytes = 0
  #isGivenUp = false
  #multipart: R2MultipartUpload | undefined
  #uploaded: Promise<R2UploadedPart[]> = Promise.resolve([])

  constructor(parts: WriterParts) {
    this.#parts = parts
    // Nobody waits for it where the bytes are no clip.
    this.#digest.digest.catch(() => undefined)
  }

  /** Resolves when there is room for more. Rejects when R2 cannot be reached. */
  async add(bytes: Uint8Array): Promise<void> {
    await this.#hashing.write(bytes)
    this.#bytes += bytes.length
    for (let at = 0; at < bytes.length; ) {
      if (this.#filled === PART_BYTES) await this.#upload()
      const some = bytes.subarray(at, at + PART_BYTES - this.#filled)
      this.#part.set(some, this.#filled)
      this.#filled += some.length
      at += some.length
    }
  }

  /** The object is there from when this resolves. Rejects as `add` does; then nothing is. */
  async finish(): Promise<{ bytes: number; checksum: string }> {
    await this.#hashing.close()
    const sha256 = await this.#digest.digest
    const { bucket, key, origin } = this.#parts
    if (this.#multipart === undefined) {
      await putClipObject(bucket, key, this.#part.subarray(0, this.#filled), { sha256, origin })
    } else {
      await this.#upload()
      await this.#multipart.complete(await this.#uploaded)
    }
    return { bytes: this.#bytes, checksum: base64Url(new Uint8Array(sha256)) }
  }

  /** Nothing more comes. Waits for the part that is under way, so that none is left behind whoever aborts the whole. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true
    await this.#hashing.abort().catch(() => undefined) // it may have failed itself: nothing is hashed any more
    await this.#uploaded.catch(() => undefined) // who waited for it has been told
  }

  /** One part is under way while the next one fills. */
  async #upload(): Promise<void> {
    const uploaded = await this.#uploaded
    this.#multipart ??= await this.#begin()
    const part = this.#multipart.uploadPart(uploaded.length + 1, this.#part.subarray(0, this.#filled))
    this.#uploaded = part.then((one) => [...uploaded, one])
    this.#uploaded.catch(() => undefined) // whoever waits next is told
    this.#part = new Uint8Array(PART_BYTES)
    this.#filled = 0
  }

  async #begin(): Promise<R2MultipartUpload> {
    const { bucket, key, origin, begun } = this.#parts
    const customMetadata = { ...origin }
    const multipart = await bucket.createMultipartUpload(key, {
      httpMetadata: { contentType: CLIP_TYPE },
      customMetadata,
    })
    // Whoever gave up waiting for this has no more use for its id, and may have begun another.
    if (this.#isGivenUp) await multipart.abort()
    if (this.#isGivenUp || !begun(multipart.uploadId)) throw new Error('What was to be written is not wanted any more.')
    return multipart
  }
}

/** R2's codes for a multipart upload that is not there, or is over: it was aborted or completed before. */
const NO_SUCH_UPLOAD = /\(1002[45]\)|does not exist|no such upload/i

/** Forgets the parts of an upload that a crash or a fault has left behind; of one that is over, nothing. */
export async function abortClipObject(bucket: R2Bucket, key: string, multipart: string): Promise<void> {
  try {
    await bucket.resumeMultipartUpload(key, multipart).abort()
  } catch (error) {
    if (!NO_SUCH_UPLOAD.test(String(error))) throw error
  }
}
