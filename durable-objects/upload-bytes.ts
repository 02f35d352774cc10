/**
 * The bytes of an upload, read in order, a piece at a time and no sooner than they are wanted: its own out of its tables,
 * or those of the partial uploads that it joins, each out of its own object.
 */

import { UPLOAD_PIECE_BYTES } from '../src/protocol/limits.ts'
import type { StoredUpload } from '../src/tus/stored-upload.ts'
import { uploadName } from '../src/tus/upload-name.ts'
import { inTime } from './in-time.ts'
import type { UploadTables } from './upload-tables.ts'

/** A part that a final upload joins is not there any more, or was never finished. */
export class MissingPart extends Error {}

/** In blocks: a message that was uploaded while it was said lies here in a piece for each second, and each costs a wait. */
export function* ownBytes(tables: UploadTables, untilByte: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let atByte = 0; atByte < untilByte; ) {
    const block = blockOf(tables, atByte, Math.min(untilByte, atByte + UPLOAD_PIECE_BYTES))
    atByte += block.length // before they are handed over: a stream takes the memory with them
    yield block
  }
}

function blockOf(tables: UploadTables, fromByte: number, untilByte: number): Uint8Array<ArrayBuffer> {
  const first = pieceOf(tables, fromByte, untilByte)
  if (fromByte + first.length === untilByte) return first
  const block = new Uint8Array(untilByte - fromByte)
  block.set(first)
  for (let filled = first.length; filled < block.length; ) {
    const piece = pieceOf(tables, fromByte + filled, untilByte)
    block.set(piece, filled)
    filled += piece.length
  }
  return block
}

function pieceOf(tables: UploadTables, atByte: number, untilByte: number): Uint8Array<ArrayBuffer> {
  const piece = tables.pieceAt(atByte)
  if (piece === undefined || piece.length === 0) throw new Error(`Byte ${atByte} of an upload is not there.`)
  return piece.subarray(0, untilByte - atByte)
}

/** For another object. A stream of bytes is what travels between them, with back-pressure. */
export function streamOf(bytes: Generator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: 'bytes',
    pull: (controller) => {
      const { done, value } = bytes.next()
      if (value) controller.enqueue(value)
      if (done) controller.close()
      if (done) controller.byobRequest?.respond(0) // whoever reads into memory of their own waits for this
    },
  })
}

/** Rejects where a part, or more of it, does not come within `withinMs`. */
export async function* joinedBytes(
  { parts, by, room }: StoredUpload,
  uploads: Env['UPLOADS'],
  withinMs?: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const part of parts) {
    const reading: Promise<ReadableStream<Uint8Array> | null> = uploads
      .getByName(uploadName(room, part))
      .read(by.person)
    const stream = await inTime(reading, withinMs)
    if (stream === null) throw new MissingPart()
    yield* chunksOf(stream, withinMs)
  }
}

async function* chunksOf(
  stream: ReadableStream<Uint8Array>,
  withinMs?: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader({ mode: 'byob' })
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(new Uint8Array(UPLOAD_PIECE_BYTES)), withinMs)
      if (done) return
      yield value
    }
  } finally {
    // Whoever leaves early wants no more of it; at its end there is nothing to cancel.
    reader.cancel().catch(() => undefined)
  }
}
