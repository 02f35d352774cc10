/**
 * Whether a file can become a message at all, by what it says of itself: asked before it is converted, or read to its end. What
 * is doubtful is tried, and counted as it is written (src/client/convert/clip-writer.ts). Pure.
 */

import { MAX_MESSAGE_MS, MAX_UPLOAD_BYTES } from '../../protocol/limits.ts'
import { EarshotError } from '../errors.ts'

/** Matroska puts up to 12 bytes before each packet of 60 and more, which Ogg needs two for. */
const MOST_FRAMING = 1.25
/** A voice with long pauses takes so much less than it may. */
const MOST_SAVED = 1.25

export interface FileFacts {
  fileBytes: number
  /** As the file says; undefined: it does not. */
  durationMs: number | undefined
  /** Its packets go into the message as they are; else they are encoded at so many bits a second, of one channel. */
  packets: { stay: 'with-their-pages' | 'alone' | 'without-their-pictures' } | { bitrate: number }
}

/** @throws {EarshotError} `file-too-large`, `file-too-long` */
export function requireFitting({ fileBytes, durationMs = 0, packets }: FileFacts): void {
  if (durationMs > MAX_MESSAGE_MS) throw tooLong(durationMs, MAX_MESSAGE_MS)
  if ('stay' in packets) {
    if (leastBytesOf(fileBytes, packets.stay) > MAX_UPLOAD_BYTES) throw tooLarge(fileBytes)
    return
  }
  const fittingMs = (8_000 * MAX_UPLOAD_BYTES) / packets.bitrate
  if (durationMs > fittingMs * MOST_SAVED) throw tooLong(durationMs, Math.min(fittingMs, MAX_MESSAGE_MS))
}

function leastBytesOf(fileBytes: number, stay: 'with-their-pages' | 'alone' | 'without-their-pictures'): number {
  if (stay === 'with-their-pages') return fileBytes
  return stay === 'alone' ? fileBytes / MOST_FRAMING : 0
}

function tooLarge(bytes: number): EarshotError {
  const message = `This file has ${megabytes(bytes)}, and a message has ${megabytes(MAX_UPLOAD_BYTES)} at the most. ${ADVICE}`
  return new EarshotError('file-too-large', { message, excess: { is: bytes, most: MAX_UPLOAD_BYTES } })
}

function tooLong(ms: number, most: number): EarshotError {
  const message = `This file is ${hours(ms)} long, and a message ${hours(most)} at the most. ${ADVICE}`
  return new EarshotError('file-too-long', { message, excess: { is: ms, most } })
}

const ADVICE = 'Cut it into parts, then send them one by one.'
const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`
const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} hours`
