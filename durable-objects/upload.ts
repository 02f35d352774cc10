/**
 * The Upload object: offset and bytes of one resumable upload, until they are a clip in R2 that the room's Archive knows.
 * What tus allows, src/tus decides; whether the bytes are a clip, src/clips.
 */

import { DurableObject } from 'cloudflare:workers'
import type { AppendRequest, NewUpload, UploadAnswer } from '../src/tus/upload.ts'

export class Upload extends DurableObject<Env> {
  /** Opens it; again, it changes nothing. */
  create(_upload: NewUpload): Promise<UploadAnswer> {
    throw new Error('Not there yet.')
  }

  /** How far it is. An append that still runs ends: whoever asks has lost it. */
  look(_person: string): Promise<UploadAnswer> {
    throw new Error('Not there yet.')
  }

  /** Takes the bytes of a body as they come; null: there is none. */
  append(_request: AppendRequest, _body: ReadableStream<Uint8Array> | null): Promise<UploadAnswer> {
    throw new Error('Not there yet.')
  }

  /** Takes it back, with all its bytes. What is a message already stays one. */
  terminate(_person: string): Promise<UploadAnswer> {
    throw new Error('Not there yet.')
  }

  /** The bytes of a finished partial one of this person's. */
  read(_person: string): Promise<ReadableStream<Uint8Array> | null> {
    throw new Error('Not there yet.')
  }

  /** Its room is gone. */
  destroy(): Promise<void> {
    throw new Error('Not there yet.')
  }
}
