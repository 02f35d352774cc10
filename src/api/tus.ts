/**
 * What every request and every answer about uploads has to say of tus, errors included (tus 1.0.0, "Headers"), and what
 * uploads refuse as errors of the API.
 */

import type { MiddlewareHandler } from 'hono'
import { MAX_UPLOAD_BYTES } from '../protocol/limits.ts'
import {
  type Faulty,
  TUS_ABILITIES,
  TUS_FAULTS,
  TUS_HEADERS,
  TUS_VERSION,
  type TusFault,
  UPLOAD_TYPE,
} from '../tus/protocol.ts'
import type { UploadAnswer, UploadView } from '../tus/upload.ts'
import { headersOf } from '../tus/view-headers.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { type ApiErrorCode, apiErrorKind } from './error-codes.ts'
import { ApiError } from './errors.ts'

/** Stands around everything that may answer. */
export const tusHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  const headers = c.req.method === 'OPTIONS' ? { ...TUS_HEADERS, ...TUS_ABILITIES } : TUS_HEADERS
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
}

/** Comes first on every route of uploads but OPTIONS. */
export const requireTus: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.header('tus-resumable') !== TUS_VERSION) throw new ApiError('unsupported-tus')
  await next()
}

/** Whether the request is declared to carry bytes of an upload. */
export const declaresUploadBytes = (c: ApiContext): boolean =>
  c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === UPLOAD_TYPE

type Reading = { ok: true } | Faulty<TusFault | 'too-large' | 'not-a-clip-type'>

/** What was read of a request; throws what is wrong with it. */
export function wellSaid<R extends Reading>(reading: R): Extract<R, { ok: true }> {
  if (reading.ok) return reading as Extract<R, { ok: true }>
  const { reason } = reading
  if (reason === 'too-large') throw tooLarge()
  if (reason === 'not-a-clip-type') throw new ApiError(reason)
  throw new ApiError('invalid-request', { message: TUS_FAULTS[reason] })
}

type Refused = Extract<UploadAnswer, { ok: false }>

/** Where the upload stands now; throws what it refused. `extra` are headers of a refusal, too. */
export function taken(answer: UploadAnswer, extra: Record<string, string> = {}): UploadView {
  if (answer.ok) return answer.upload
  const { code, message } = refusal(answer)
  const standing = answer.upload === undefined ? {} : headersOf(answer.upload)
  const said = message === undefined ? {} : { message }
  throw new ApiError(code, { ...said, headers: { ...apiErrorKind(code).headers, ...standing, ...extra } })
}

const LENGTH_SAID =
  'Upload-Length is not that which was said before, or less than what is here already. Begin a new upload.'
const FINAL_IS_CLOSED =
  'A final upload takes no bytes: they are those of its parts. Upload a part, then join the parts.'

const IS_A_MESSAGE = 'The upload is a message already, and stays one. Delete its clip.'

function refusal({ reason, fault, upload }: Refused): { code: ApiErrorCode; message?: string } {
  switch (reason) {
    case 'wrong-length':
      return { code: 'invalid-request', message: LENGTH_SAID }
    case 'too-large':
      return { code: reason, message: TOO_LARGE }
    case 'not-allowed':
      return { code: reason, message: FINAL_IS_CLOSED }
    case 'not-a-clip':
      if (fault === 'removed' || fault === 'silenced' || fault === 'not-allowed') return { code: fault }
      return fault === undefined ? { code: reason } : { code: reason, message: noClip(fault) }
    case 'upload-over':
      return upload?.state === 'refused' ? { code: reason } : { code: reason, message: IS_A_MESSAGE }
    default:
      return { code: reason }
  }
}

const TOO_LARGE = `An upload has at most ${MAX_UPLOAD_BYTES} bytes, and no more than its Upload-Length. Send less.`
const tooLarge = (): ApiError => new ApiError('too-large', { message: TOO_LARGE })

const noClip = (fault: string): string =>
  `The bytes are no whole Ogg Opus file (${fault}), and nothing of them is kept. Convert the recording and send it anew.`
