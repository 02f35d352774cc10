/**
 * The headers that answers carry besides their body, as the document tells of them: which, by the status of the answer and by
 * what it holds.
 */

import type { TUS_ANSWER_HEADERS } from '../../tus/protocol.ts'

interface Header {
  description: string
  schema: { type: 'string' | 'integer'; minimum?: number; examples?: unknown[] }
}

export type HeaderName =
  | 'request-id'
  | 'retry-after'
  | 'www-authenticate'
  | 'etag'
  | 'accept-ranges'
  | 'content-range'
  | 'content-disposition'
  | 'location'
  | (typeof TUS_ANSWER_HEADERS)[number]

const count = (example: number): Header['schema'] => ({ type: 'integer', minimum: 0, examples: [example] })
const text = (example: string): Header['schema'] => ({ type: 'string', examples: [example] })

export const HEADERS: Record<HeaderName, Header> = {
  'request-id': {
    description: 'Names this answer in the server’s log. Tell it to the operator when something is wrong.',
    schema: text('0b9f6b8e-6a3c-4f0e-9d8a-1f2c3d4e5f60'),
  },
  'retry-after': {
    description: 'For how many seconds to wait before asking again.',
    schema: { type: 'integer', minimum: 0, examples: [7] },
  },
  'www-authenticate': { description: 'The scheme that is asked for.', schema: text('Bearer') },
  etag: {
    description: 'Changes when the bytes do. Send it as `If-None-Match` or `If-Range`.',
    schema: text('"1-ogg"'),
  },
  'accept-ranges': {
    description: '`bytes` where a range may be asked for, `none` where the audio is still being spoken.',
    schema: text('bytes'),
  },
  'content-range': { description: 'Which bytes these are, and of how many.', schema: text('bytes 0-1023/48213') },
  'content-disposition': {
    description: 'The name to save the file under.',
    schema: text('attachment; filename="clip.ogg"'),
  },
  location: { description: 'Where it is.', schema: text('/reference') },
  'tus-resumable': { description: 'The version of tus that is spoken here.', schema: text('1.0.0') },
  'tus-version': { description: 'All versions of tus that are spoken here.', schema: text('1.0.0') },
  'tus-extension': { description: 'What of tus there is beside its core.', schema: text('creation,checksum') },
  'tus-max-size': { description: 'The bytes of the largest upload.', schema: count(104_857_600) },
  'tus-checksum-algorithm': { description: 'What Upload-Checksum may be made by.', schema: text('sha1,sha256,md5') },
  'upload-offset': { description: 'How many bytes are stored.', schema: count(262_144) },
  'upload-length': { description: 'How many bytes it has in all.', schema: count(480_213) },
  'upload-defer-length': { description: '`1` as long as its length was not said.', schema: text('1') },
  'upload-metadata': { description: 'As it was sent.', schema: text('filetype YXVkaW8vb2dn') },
  'upload-concat': { description: 'Whether it is a part, or which parts it joins.', schema: text('partial') },
  'upload-expires': {
    description: 'What is not complete by then is dropped. Bytes put it off.',
    schema: text('Sat, 02 Jan 2027 00:00:00 GMT'),
  },
  'earshot-upload-state': { description: 'How far it is: as `state` of Upload.', schema: text('announced') },
  'earshot-clip': { description: 'The clip that it becomes.', schema: text('Qm7c0vT3Rk2s9xYw1LdPzA') },
  'earshot-entry': { description: 'Its number in the room’s log, once it is announced.', schema: count(42) },
}

/** What an answer with this status, holding these media types, carries. */
export function headersOf(status: string, mediaTypes: readonly string[]): HeaderName[] {
  if (status === '101') return []
  const isAudio = mediaTypes.some((type) => type.startsWith('audio/'))
  return ['request-id', ...byStatus(status), ...(isAudio || status === '304' ? AUDIO : [])]
}

const AUDIO: readonly HeaderName[] = ['etag', 'accept-ranges']

function byStatus(status: string): readonly HeaderName[] {
  switch (status) {
    case '302':
      return ['location']
    case '401':
      return ['www-authenticate']
    case '206':
    case '416':
      return ['content-range']
    case '429':
    case '503':
      return ['retry-after']
    default:
      return []
  }
}
