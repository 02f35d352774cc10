/**
 * Uploads as the reference tells of them, once for all routes: what is answered, and the headers that tus asks for.
 */

import { validator } from 'hono-openapi'
import * as v from 'valibot'
import { ClipId } from '../protocol/clip.ts'
import { Count, EntryNumber, random128Bits, TimeMs } from '../protocol/fields.ts'
import { addressOf } from '../tus/concat.ts'
import { TUS_VERSION, UPLOAD_TYPE } from '../tus/protocol.ts'
import type { UploadView } from '../tus/upload.ts'
import { TO_ANY_TOKEN } from './answers.ts'
import type { HeaderName } from './document/headers.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError } from './errors.ts'

const UploadId = random128Bits('An upload id')
const UploadPath = v.object({ upload: v.pipe(UploadId, v.description('The upload’s id, from its address.')) })

/** The `:upload` of a path. An id of the wrong shape is no upload's, and that is all there is to say about it. */
export const uploadInPath = validator('param', UploadPath, (result) => {
  if (!result.success) throw new ApiError('unknown-upload')
})

const Upload = v.pipe(
  v.object({
    id: UploadId,
    kind: v.pipe(
      v.picklist(['whole', 'partial', 'final']),
      v.description('`partial` holds bytes for a `final` one; the others become messages.'),
    ),
    clip: v.pipe(v.nullable(ClipId), v.description('The id of the clip that it becomes; null of a partial one.')),
    offsetBytes: v.pipe(Count, v.description('How much of it is stored.')),
    lengthBytes: v.pipe(v.nullable(Count), v.description('How much it is; null as long as that was not said.')),
    state: v.pipe(
      v.picklist(['receiving', 'received', 'stored', 'announced', 'refused']),
      v.description(
        '`receiving` wants bytes, `received` has them all, `stored` is never lost again, `announced` is in the log.',
      ),
    ),
    entry: v.pipe(v.nullable(EntryNumber), v.description('Its number in the log, once it is announced.')),
    expiresAtMs: v.pipe(TimeMs, v.description('Milliseconds since 1970. What is not complete by then is dropped.')),
  }),
  v.metadata({ ref: 'Upload' }),
)
export const UploadAnswer = v.object({ upload: Upload })

export function answerOf(view: UploadView, id: string): v.InferOutput<typeof UploadAnswer> {
  const { kind, clip, offsetBytes, lengthBytes, state, entry, expiresAtMs } = view
  const upload = { id, kind, clip: kind === 'partial' ? null : clip, offsetBytes, lengthBytes, state, entry }
  return { upload: { ...upload, expiresAtMs } }
}

/** What any route of uploads but OPTIONS may answer: 405 where X-HTTP-Method-Override names no method of tus. */
export const TO_TUS: readonly ApiErrorCode[] = ['unsupported-tus', 'method-not-allowed', ...TO_ANY_TOKEN]

const HEADERS = {
  'Tus-Resumable': ['The version of tus that you speak.', TUS_VERSION],
  'Upload-Length': ['How many bytes the upload has in all.', '48213'],
  'Upload-Defer-Length': ['In place of Upload-Length: it is said later, with the last bytes or before.', '1'],
  'Upload-Offset': ['Where these bytes begin: as many as are stored.', '0'],
  'Upload-Metadata': [
    'What is said of the message, docs/protocol.md, U12; values in Base64.',
    'filetype YXVkaW8vb2dn,message MG5HM3UyeVFTcjJzMXpRbTBtWWI0QQ==',
  ],
  'Upload-Concat': [
    'Of a part, `partial`; of what joins parts, `final;` and their addresses.',
    `final;${addressOf('0nG3u2yQSr2s1zQm0mYb4A')}`,
  ],
  'Upload-Checksum': [
    'What the bytes of this request add up to; they count only if it is so.',
    'sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=',
  ],
} as const satisfies Record<string, readonly [description: string, example: string]>

/** Parameters for the reference; src/tus reads them. */
export const tusParameters = (...optional: (keyof typeof HEADERS)[]) =>
  (['Tus-Resumable', ...optional] as const).map((name) => {
    const [description, example] = HEADERS[name]
    const required = name === 'Tus-Resumable' || name === 'Upload-Offset'
    return { in: 'header' as const, name, required, description, schema: { type: 'string' as const }, example }
  })

/** Headers of an answer, by their names in the reference. */
export const carries = (...names: readonly HeaderName[]) => ({
  headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
})

export const UPLOAD_BYTES = { [UPLOAD_TYPE]: { schema: { type: 'string' as const, format: 'binary' } } }
