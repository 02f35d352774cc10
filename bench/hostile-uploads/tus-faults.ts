/** What can be wrong with a request of tus: a header, whose it is, where it goes, its body. */

import { createHash } from 'node:crypto'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { TYPES } from '../hostile-http/bodies.ts'
import { badHeaders, badPath, badQuery } from '../hostile-http/faults.ts'
import { type HostileRequest, NO_ID } from '../hostile-http/request.ts'
import type { Route } from '../hostile-http/routes.ts'
import type { Dice } from '../trials/hostile/dice.ts'
import { metadataOf, UPLOADS } from './tus-request.ts'

/** What others have here: none of it is whose request it is. */
export interface Others {
  tokens: readonly string[]
  /** Paths of uploads. */
  uploads: readonly string[]
}

type Fault = (dice: Dice, request: HostileRequest, others: Others) => HostileRequest

const NUMBERS = ['', '-1', '0', '1', '1.5', '1e3', '0x10', ' 7', '+7', 'NaN', '00', '9007199254740993', '9'.repeat(400)]
const LENGTHS = [...NUMBERS, String(MAX_UPLOAD_BYTES), String(MAX_UPLOAD_BYTES + 1)]
const WRONG_DIGEST = Buffer.alloc(20).toString('base64')
const CHECKSUMS = [
  '',
  'sha1',
  'sha1 ',
  'sha1 x',
  `sha1 ${WRONG_DIGEST}`,
  `crc32 ${WRONG_DIGEST}`,
  `sha256 ${WRONG_DIGEST}`,
]
const CONCATS = ['', 'partial', 'Partial', 'final', 'final;', 'final; ', `final;${UPLOADS}/${NO_ID}`, 'final;x y z']
const METADATA = [
  '',
  ',',
  ',,a',
  'a b c',
  'filename',
  'filename =',
  'filename !!!!',
  'message eA==',
  '__proto__ eA==,constructor eA==',
  'a eA==,a eA==',
  metadataOf({ filetype: 'audio/mpeg' }),
  metadataOf({ filetype: 'audio/ogg; codecs="\u0000"', name: '\u202e' }),
  metadataOf({ name: 'x'.repeat(65) }),
  metadataOf({ burn: '0' }),
  metadataOf({ burn: '31' }),
  metadataOf({ burn: '3', reply: `${NO_ID}@1`, recorded: '9007199254740991', ack: 'indexed' }),
  metadataOf({ reply: `${NO_ID}` }),
  metadataOf({ reply: `${NO_ID}@-1` }),
  metadataOf({ recorded: '-5' }),
  metadataOf({ ack: 'never' }),
  metadataOf({ waveform: '1,2,3' }),
  metadataOf({ waveform: new Array(60).fill('257').join() }),
  metadataOf({ waveform: new Array(60).fill('7').join(), message: NO_ID }),
  metadataOf({ filename: 'x'.repeat(3_000) }),
]

/** One header said otherwise, or not said. */
const header =
  (name: string, values: readonly string[]): Fault =>
  (dice, request) => {
    const { [name]: _, ...headers } = request.headers
    return { ...request, headers: dice.chance(0.2) ? headers : { ...request.headers, [name]: dice.pick(values) } }
  }

const ROUTE: Route = {
  ...{ method: 'POST', path: '/v1/uploads/{upload}', operation: '', door: 'asks', takesKey: false },
  ...{ takesJson: false, takesBytes: true, query: [] },
}
const ofAnyRequest =
  (fault: typeof badPath): Fault =>
  (dice, request) =>
    fault(dice, request, ROUTE)

const body =
  (change: (dice: Dice, bytes: Uint8Array) => Partial<HostileRequest>): Fault =>
  (dice, request) =>
    request.body instanceof Uint8Array ? { ...request, ...change(dice, request.body) } : request

const digestOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('base64')

export const TUS_FAULTS: Record<string, Fault> = {
  'another version of tus': header('tus-resumable', ['', '0.2.2', '1.0', '1.0.0, 1.0.0', '2.0.0', 'x'.repeat(2_000)]),
  'another offset': header('upload-offset', NUMBERS),
  'another length': header('upload-length', LENGTHS),
  'a deferred length': header('upload-defer-length', ['', '0', '1', '2', 'true']),
  'a checksum': header('upload-checksum', CHECKSUMS),
  metadata: header('upload-metadata', METADATA),
  'a concatenation': header('upload-concat', CONCATS),
  'uploads joined that are another’s': (dice, request, { uploads }) => {
    const parts = Array.from({ length: dice.pick([1, 2, 33]) }, () => dice.pick([`${UPLOADS}/${NO_ID}`, ...uploads]))
    const { body: _, ...rest } = request
    return { ...rest, headers: { ...request.headers, 'upload-concat': `final;${parts.join(' ')}` } }
  },
  'another type': header('content-type', [
    ...TYPES,
    'application/offset+octet-stream; x=y',
    'APPLICATION/OFFSET+OCTET-STREAM',
  ]),
  'an override of the method': header('x-http-method-override', [
    'PATCH',
    'HEAD',
    'DELETE',
    'OPTIONS',
    'GET',
    'PUT',
    '',
  ]),
  'another method': (dice, request) => {
    const { body: _, ...rest } = request
    return { ...rest, method: dice.pick(['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) }
  },
  'somebody else': (dice, request, { tokens }) => ({
    ...request,
    headers: {
      ...request.headers,
      authorization: dice.pick(['', 'Bearer', 'Bearer x', `Bearer ${dice.pick(tokens)}`]),
    },
  }),
  'another’s upload': (dice, request, { uploads }) => ({
    ...request,
    path: dice.pick([`${UPLOADS}/${NO_ID}`, ...uploads]),
  }),
  'a body that is longer': body((dice, bytes) => ({ body: Buffer.concat([bytes, dice.bytes(dice.between(1, 900))]) })),
  'a body that is shorter': body((dice, bytes) => ({ body: bytes.slice(0, dice.between(0, bytes.length)) })),
  'a body of nothing': body(() => ({ body: new Uint8Array(0) })),
  'another body': body((dice, bytes) => ({ body: dice.bytes(dice.pick([1, bytes.length % 5_000, 3_000])) })),
  'a body with a bit flipped': body((dice, bytes) => {
    const at = dice.between(0, Math.max(0, bytes.length - 1))
    return bytes.length === 0 ? {} : { body: bytes.with(at, (bytes[at] as number) ^ (1 << dice.between(0, 7))) }
  }),
  'a body that breaks off': body((dice, bytes) =>
    bytes.length < 2 ? {} : { cutAt: dice.between(1, bytes.length - 1) },
  ),
  'a checksum that is right': (dice, request) => {
    const algorithm = dice.pick(['sha1', 'sha256', 'md5'])
    const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array(0)
    return {
      ...request,
      headers: { ...request.headers, 'upload-checksum': `${algorithm} ${digestOf(algorithm, bytes)}` },
    }
  },
  'strange headers': ofAnyRequest(badHeaders),
  'a wrong path': ofAnyRequest(badPath),
  'a wrong query': ofAnyRequest(badQuery),
}

const NAMES = Object.keys(TUS_FAULTS)

/** One fault, or a few. */
export function withFaults(dice: Dice, request: HostileRequest, others: Others): HostileRequest {
  let changed = request
  const kinds: string[] = []
  for (let left = dice.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    const name = dice.pick(NAMES)
    changed = (TUS_FAULTS[name] as Fault)(dice, changed, others)
    kinds.push(name)
  }
  const { cutAt: _, ...whole } = changed
  const sent = changed.body instanceof Uint8Array && changed.body.length > (changed.cutAt ?? 0) ? changed : whole
  return { ...sent, kind: kinds.length === 1 ? (kinds[0] as string) : 'several faults at once' }
}
