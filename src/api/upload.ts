/**
 * One upload: how far it is, more bytes of it, and taking it back. It answers to nobody but whoever began it.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { readAppend } from '../tus/appending.ts'
import { uploadName } from '../tus/upload-name.ts'
import { fullHeadersOf, headersOf } from '../tus/view-headers.ts'
import { ANYWHERE, answer, refusals } from './answers.ts'
import { appendBytes } from './append-bytes.ts'
import { readBearer, tokenOf } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { declaresUploadBytes, requireTus, taken, wellSaid } from './tus.ts'
import { answerOf, carries, TO_TUS, tusParameters, UPLOAD_BYTES, UploadAnswer, uploadInPath } from './upload-fields.ts'

const STANDING = ['tus-resumable', 'upload-offset', 'upload-expires', 'earshot-upload-state'] as const
const BECOMES = ['earshot-clip', 'earshot-entry'] as const
const MADE_AS = ['upload-length', 'upload-defer-length', 'upload-metadata', 'upload-concat'] as const

const look = new Hono<ApiEnv>().get(
  '/uploads/:upload',
  describeRoute({
    operationId: 'getUpload',
    summary: 'Ask how far an upload is.',
    description:
      'HEAD, as tus asks, answers the same headers without the body. Bytes that are still on their way to it end there.',
    security: [{ token: [] }],
    parameters: tusParameters(),
    responses: {
      200: { ...answer('The upload.', UploadAnswer), ...carries(...STANDING, ...BECOMES, ...MADE_AS) },
      ...refusals('unknown-upload', 'not-a-clip', ...TO_TUS, ...ANYWHERE),
    },
  }),
  requireTus,
  uploadInPath,
  async (c) => {
    const { upload } = c.req.valid('param')
    const { person, room } = await readBearer(c, tokenOf(c))
    const view = taken(await c.env.UPLOADS.getByName(uploadName(room, upload)).look(person))
    return c.json(answerOf(view, upload), 200, fullHeadersOf(view))
  },
)

const append = new Hono<ApiEnv>().patch(
  '/uploads/:upload',
  describeRoute({
    operationId: 'appendToUpload',
    summary: 'Send bytes of an upload.',
    description:
      'What came before a line broke counts, in steps; with Upload-Checksum, nothing before all of it has come. The ' +
      'answer to the last bytes waits until the message is as far as `ack` in its metadata says, for 10 s at the most. ' +
      'Upload-Metadata takes the place of what was said before: what the author knows only once they send the message. ' +
      'POST with `X-HTTP-Method-Override: PATCH` does the same.',
    security: [{ token: [] }],
    parameters: tusParameters('Upload-Offset', 'Upload-Length', 'Upload-Metadata', 'Upload-Checksum'),
    requestBody: { required: true, content: UPLOAD_BYTES },
    responses: {
      204: { description: 'They are stored.', ...carries(...STANDING, ...BECOMES) },
      ...refusals(
        ...(['invalid-request', 'not-allowed', 'unknown-upload', 'timed-out', 'wrong-offset', 'upload-over'] as const),
        ...(['too-large', 'not-a-clip-type', 'not-tus-bytes', 'not-a-clip', 'room-uploads-full'] as const),
        ...(['wrong-checksum', ...TO_TUS, ...ANYWHERE] as const),
      ),
    },
  }),
  requireTus,
  uploadInPath,
  async (c) => {
    const { upload } = c.req.valid('param')
    const { person, room, name: fixed } = await readBearer(c, tokenOf(c))
    if (!declaresUploadBytes(c)) throw new ApiError('not-tus-bytes')
    const { append: said } = wellSaid(readAppend((name) => c.req.header(name)))
    const words = said.words && { ...said.words, name: fixed ?? said.words.name }
    const object = c.env.UPLOADS.getByName(uploadName(room, upload))
    const view = taken(await appendBytes(object, { person, ...said, words }, c.req.raw.body))
    return c.body(null, 204, headersOf(view))
  },
)

const terminate = new Hono<ApiEnv>().delete(
  '/uploads/:upload',
  describeRoute({
    operationId: 'deleteUpload',
    summary: 'Take an upload back.',
    description: 'With all its bytes. What is a message already stays one: delete its clip.',
    security: [{ token: [] }],
    parameters: tusParameters(),
    responses: {
      204: { description: 'It is gone.', ...carries('tus-resumable') },
      ...refusals('unknown-upload', 'upload-over', ...TO_TUS, ...ANYWHERE),
    },
  }),
  requireTus,
  uploadInPath,
  async (c) => {
    const { person, room } = await readBearer(c, tokenOf(c))
    taken(await c.env.UPLOADS.getByName(uploadName(room, c.req.valid('param').upload)).terminate(person))
    return c.body(null, 204)
  },
)

export const upload = new Hono<ApiEnv>().route('/', look).route('/', append).route('/', terminate)
