/**
 * Uploads begin here: what is announced of them, who may make one (the room's Archive decides), and with which first bytes.
 * Bytes pass through to the upload's own object as they come; none are collected here.
 *
 * Next: durable-objects/upload.ts
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { MAX_UPLOAD_BYTES } from '../protocol/limits.ts'
import { randomId } from '../tokens/random-id.ts'
import { bookedBytes } from '../tus/booking.ts'
import { addressOf } from '../tus/concat.ts'
import { type Creation, readCreation } from '../tus/creation.ts'
import { readCount } from '../tus/protocol.ts'
import type { UploadView } from '../tus/upload.ts'
import { uploadName } from '../tus/upload-name.ts'
import { headersOf } from '../tus/view-headers.ts'
import { ANYWHERE, answer, refusals, TO_AN_OUTSIDER } from './answers.ts'
import { appendBytes } from './append-bytes.ts'
import { askerOf, granted } from './asker.ts'
import { readBearer, tokenOf } from './bearer.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { shareWithOrigin } from './origins.ts'
import { takingBack } from './taking-back.ts'
import { declaresUploadBytes, requireTus, taken, wellSaid } from './tus.ts'
import { answerOf, carries, TO_TUS, tusParameters, UPLOAD_BYTES, UploadAnswer } from './upload-fields.ts'

/** Stands ahead of `shareWithOrigin`, which answers every OPTIONS request, and this one too; `tusHeaders` adds the rest. */
export const uploadAbilities = new Hono<ApiEnv>().options(
  '/uploads',
  describeRoute({
    operationId: 'describeUploads',
    summary: 'Ask what uploads can do.',
    description: 'The only request that wants neither a token nor Tus-Resumable.',
    responses: {
      204: {
        description: 'The version of tus, its extensions, and the largest upload.',
        ...carries('tus-resumable', 'tus-version', 'tus-extension', 'tus-max-size', 'tus-checksum-algorithm'),
      },
      ...refusals('method-not-allowed', ...ANYWHERE),
    },
  }),
  shareWithOrigin,
)

export const uploads = new Hono<ApiEnv>().post(
  '/uploads',
  describeRoute({
    operationId: 'createUpload',
    summary: 'Begin to upload a voice message.',
    description:
      'tus 1.0.0, with creation, creation-with-upload, creation-defer-length, expiration, checksum, termination and ' +
      `concatenation: tus-js-client and Uppy work as they are. At most ${MAX_UPLOAD_BYTES} bytes of Ogg Opus. The ` +
      'message goes to the room of the token. With the same `message` in its metadata, the same upload is answered.',
    security: [{ token: [] }],
    parameters: tusParameters(
      ...(['Upload-Length', 'Upload-Defer-Length', 'Upload-Metadata', 'Upload-Concat', 'Upload-Checksum'] as const),
    ),
    requestBody: { required: false, description: 'The first bytes, or all of them.', content: UPLOAD_BYTES },
    responses: {
      201: {
        ...answer('The upload; `Location` is its address.', UploadAnswer),
        ...carries(
          ...(['location', 'tus-resumable', 'upload-offset', 'upload-expires'] as const),
          ...(['earshot-upload-state', 'earshot-clip', 'earshot-entry'] as const),
        ),
      },
      ...refusals(
        ...([
          'invalid-request',
          'not-allowed',
          'silenced',
          'unknown-upload',
          'timed-out',
          'upload-incomplete',
        ] as const),
        ...(['upload-over', 'too-large', 'not-a-clip-type', 'not-tus-bytes', 'not-a-clip'] as const),
        ...([
          'too-many-uploads',
          'room-uploads-full',
          'wrong-checksum',
          ...TO_TUS,
          ...TO_AN_OUTSIDER,
          ...ANYWHERE,
        ] as const),
      ),
    },
  }),
  requireTus,
  async (c) => {
    const body = firstBytes(c)
    const { creation } = wellSaid(readCreation((name) => c.req.header(name), body !== null))
    const { id, view } = await made(c, creation, body)
    return c.json(answerOf(view, id), 201, { location: addressOf(id), ...headersOf(view) })
  },
)

/** Null: the bytes come later. */
function firstBytes(c: ApiContext): ReadableStream<Uint8Array> | null {
  const { body } = c.req.raw
  if (declaresUploadBytes(c)) return body
  if (body !== null && c.req.header('content-length') !== '0') throw new ApiError('not-tus-bytes')
  return null
}

async function made(
  c: ApiContext,
  creation: Creation,
  body: ReadableStream<Uint8Array> | null,
): Promise<{ id: string; view: UploadView }> {
  const bearer = await readBearer(c, tokenOf(c))
  const { room, role, person } = bearer
  const { message, name, checksum, ...wanted } = creation
  // Parts are joined once: who lost the answer and joins them again is answered the same upload.
  const named = message ?? wanted.parts[0] ?? null
  // A part is nobody's message: its name and its id, should it have them, are those of the final one.
  const asWhose =
    wanted.kind === 'partial' ? { name: bearer.name, message: null } : { name: bearer.name ?? name, message: named }
  const asker = await askerOf(c, bearer)
  const archive = c.env.ARCHIVES.getByName(room)
  const bodyBytes = readCount(c.req.header('content-length')) ?? null
  const bytes = bookedBytes(wanted, body === null ? 0 : (bodyBytes ?? 0))
  const begun = { asker, ...asWhose, upload: randomId(), kind: wanted.kind, bytes }
  const { upload: id, clip, by } = granted(await archive.beginUpload(begun))
  const upload = c.env.UPLOADS.getByName(uploadName(room, id))
  const at = { location: addressOf(id) }
  const creating = upload.create({ upload: id, room, by, role, clip, ...wanted })
  // A final one may be there all the same, and become a message; it counts as nothing.
  const isCounted = id === begun.upload && wanted.kind !== 'final'
  const undone = takingBack(() => archive.withdrawUpload(id))
  const view = taken(await (isCounted ? creating.catch(undone) : creating), at)
  // Asked for again, it may have these bytes already: its offset says so.
  if (body === null || view.state !== 'receiving' || view.offsetBytes > 0) return { id, view }
  const request = { person, atByte: 0, lengthBytes: null, checksum, bodyBytes, words: null }
  return { id, view: taken(await appendBytes(upload, request, body), at) }
}
