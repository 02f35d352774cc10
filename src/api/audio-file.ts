/**
 * What a clip is called when it is saved as a file (RFC 6266): who spoke and when. Pure.
 */

import type { ClipDetails } from '../archive/clip-answers.ts'
import type { Container } from '../clips/containers.ts'

/** RFC 7845 §9 names `.opus`; `.m4a` is what players take an MP4 of audio alone for. */
const EXTENSIONS: Record<Container, string> = { ogg: 'opus', webm: 'webm', mp4: 'm4a' }

/** What no file system, or not every one, takes in a name. */
const NOT_IN_A_FILE_NAME = /["*/:<>?\\|]/g
/** RFC 8187 §3.2.1: attr-char is narrower than what encodeURIComponent leaves as it is. */
const NOT_ATTR_CHARS = /['()*]/g

/** The header that makes a browser save the answer; once in ASCII, for whoever reads no more. */
export function audioFile({ by, startedAtMs }: Pick<ClipDetails, 'by' | 'startedAtMs'>, as: Container) {
  const when = new Date(startedAtMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  const name = `${by.name.replace(NOT_IN_A_FILE_NAME, '_')} ${when}.${EXTENSIONS[as]}`
  const plain = `${when}.${EXTENSIONS[as]}`
  return { 'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${extended(name)}` }
}

const extended = (text: string): string =>
  encodeURIComponent(text).replace(NOT_ATTR_CHARS, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
