/**
 * tus 1.0.0 (https://tus.io/protocols/resumable-upload) as this server speaks it: its version, its extensions, and what is
 * wrong with a request that does not. Names of headers are written here as HTTP reads them, whatever their case.
 */

import { MAX_UPLOAD_BYTES, MAX_UPLOAD_PARTS } from '../protocol/limits.ts'

export const TUS_VERSION = '1.0.0'

/** "Content-Type" of all bytes of uploads. */
export const UPLOAD_TYPE = 'application/offset+octet-stream'

/** "Protocol Extensions". No trailers: the runtime does not show them to a Worker. */
const EXTENSIONS = [
  'creation',
  'creation-with-upload',
  'creation-defer-length',
  'expiration',
  'checksum',
  'termination',
  'concatenation',
]

/** "Checksum": sha1 is a must, md5 the one that many clients have. */
export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256', 'md5'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

/** Of every answer. */
export const TUS_HEADERS = { 'tus-resumable': TUS_VERSION } as const

/** Of the answer to OPTIONS besides: what a client may make use of. */
export const TUS_ABILITIES = {
  'tus-version': TUS_VERSION,
  'tus-extension': EXTENSIONS.join(','),
  'tus-max-size': String(MAX_UPLOAD_BYTES),
  'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
} as const

/** What a page may send about uploads. The last one is tus-js-client's own, and names a request in a log. */
export const TUS_REQUEST_HEADERS = [
  'tus-resumable',
  'upload-length',
  'upload-defer-length',
  'upload-offset',
  'upload-metadata',
  'upload-concat',
  'upload-checksum',
  'x-http-method-override',
  'x-request-id',
] as const

/** What a page may read of answers about uploads. */
export const TUS_ANSWER_HEADERS = [
  'location',
  'tus-resumable',
  'tus-version',
  'tus-extension',
  'tus-max-size',
  'tus-checksum-algorithm',
  'upload-offset',
  'upload-length',
  'upload-defer-length',
  'upload-metadata',
  'upload-concat',
  'upload-expires',
  'earshot-upload-state',
  'earshot-clip',
  'earshot-entry',
] as const

/** The value of a request's header, which is named in lower case; undefined: it has none. */
export type HeaderOf = (name: string) => string | undefined

/** What is wrong with a request, for whoever wrote the client. */
export const TUS_FAULTS = {
  'no-offset': 'Upload-Offset is missing, or no whole number of bytes.',
  'no-length': 'An upload says its Upload-Length in bytes, or "Upload-Defer-Length: 1", and one of them alone.',
  'length-of-final': 'A final upload is as long as its parts: it has neither an Upload-Length nor a body.',
  'wrong-metadata': 'Upload-Metadata is a list of keys, each once, each with its value in Base64 behind a space.',
  'wrong-concat':
    'Upload-Concat is "partial", or "final;" with the addresses of the parts, separated by spaces: ' +
    `one at the least, ${MAX_UPLOAD_PARTS} at the most.`,
  'wrong-checksum-header': `Upload-Checksum is one of ${CHECKSUM_ALGORITHMS.join(', ')}, a space, and the digest in Base64.`,
  'wrong-message': 'The metadata "message" is not valid: 22 base64url characters are expected.',
  'wrong-name': 'The metadata "name" is not valid: a name of at most 64 characters is expected.',
  'wrong-recorded': 'The metadata "recorded" is not valid: milliseconds since 1970 are expected.',
  'wrong-reply': 'The metadata "reply" is not valid: a clip’s id, "@" and milliseconds are expected.',
  'wrong-burn': 'The metadata "burn" is not valid: a number of days from 1 to 30 is expected.',
  'wrong-ack': 'The metadata "ack" is not valid: "stored" or "indexed" is expected.',
} as const
export type TusFault = keyof typeof TUS_FAULTS

export type Faulty<Reason = TusFault> = { ok: false; reason: Reason }

/** RFC 9110 §5.5, without what is obsolete there: a value of these alone is a header wherever it goes. */
export const HEADER_TEXT = /^[\x20-\x7e]*$/

/** A whole number of bytes, or undefined. Digits alone: `Number` takes signs, exponents and nothing at all, too. */
export const readCount = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
