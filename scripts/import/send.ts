/**
 * Sends one clip, by tus: in pieces, each of them again where the line breaks, and as the same message however often, in this
 * run or another. Bytes of one copy are never joined to those of another, which ffmpeg makes once it has changed.
 */

import { readFile } from 'node:fs/promises'
import { DetailedError, type HttpResponse, Upload } from 'tus-js-client'
import type { ReadyClip } from './clip-of-file.ts'
import type { Guest } from './guest.ts'
import type { Memory } from './memory.ts'
import { digestOf } from './message-id.ts'
import { Unsent } from './unsent.ts'

/** Far under the 100 MB that the platform takes in one request, and some seconds of a slow line. */
const PIECE_BYTES = 4 * 1_048_576
/** A server that is deployed anew is back after seconds, one with too much to do after a minute. */
const RETRY_AFTER_MS = [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000]
/** RFC 6585 §4 and RFC 9110 §15.5.9, and where the upload stands elsewhere, 409. */
const WORTH_ANOTHER_TRY = [408, 409, 429]
const CREATED = 201
/** U4: it is a clip, which can be asked for. */
const IN_THE_ROOM = ['stored', 'announced']
/** K10, and what was deleted so long ago that nothing tells of it. */
const GONE = [404, 410]
const ANSWER_WITHIN_MS = 20_000

export interface Sent {
  clip: string
  /** It is a clip by now; else it becomes one by itself. */
  isInTheRoom: boolean
  /** The room has been told; else it will be by itself. */
  isAnnounced: boolean
  /** It was in the room before this began. */
  wasThere: boolean
}

export interface Recipient {
  origin: string
  guest: Guest
  name: string | undefined
}

export interface Sending {
  message: string
  to: Recipient
  memory: Pick<Memory, 'copyBegun' | 'rememberBegun'>
  onProgress: (share: number) => void
  /** What an earlier run had sent of another copy has been taken back. */
  onAnew: () => void
}

export async function send({ path, recordedAtMs }: ReadyClip, sending: Sending): Promise<Sent> {
  const bytes = await readFile(path)
  for (;;) {
    const sent = await sendCopy(bytes, recordedAtMs, sending)
    if (sent !== 'of-another-copy') return sent
  }
}

function sendCopy(
  bytes: Buffer,
  recordedAtMs: number,
  { message, to: { origin, guest, name }, memory, onProgress, onAnew }: Sending,
): Promise<Sent | 'of-another-copy'> {
  const copy = digestOf(bytes)
  let wasThere = false
  let isOfAnother = false
  let hasBytes = false
  const facts = { filetype: 'audio/ogg', message, recorded: String(recordedAtMs), ack: 'indexed' }
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${origin}/v1/uploads`,
      metadata: name === undefined ? facts : { ...facts, name },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: isWorthAnotherTry,
      async onBeforeRequest(request) {
        request.setHeader('Authorization', `Bearer ${await guest.token()}`)
      },
      onAfterResponse(request, response) {
        if (request.getMethod() !== 'POST' || response.getStatus() !== CREATED) return
        wasThere = IN_THE_ROOM.includes(stateIn(response))
        isOfAnother = !wants({ copy, bytes }, memory.copyBegun(message), response)
        hasBytes = offsetIn(response) > 0
        if (!isOfAnother) memory.rememberBegun(message, copy)
      },
      onUploadUrlAvailable() {
        if (!isOfAnother) return
        const anew = () => {
          // From here on there are bytes of this copy at the most.
          memory.rememberBegun(message, copy)
          if (hasBytes) onAnew()
          resolve('of-another-copy')
        }
        takeBack(upload).then(anew).catch(reject)
      },
      onProgress: (sent, total) => onProgress(total === 0 ? 0 : sent / total),
      onSuccess: ({ lastResponse }) => resolve({ ...sentAs(lastResponse), wasThere }),
      onError: (error) => reject(reasonOf(error)),
    })
    upload.start()
  })
}

/**
 * Whether the upload that a creation has answered wants the bytes of this copy, or none any more. `begun`: the copy of which an
 * earlier run has sent some, as far as that is remembered.
 */
function wants(
  { copy, bytes }: { copy: string; bytes: Buffer },
  begun: string | undefined,
  created: HttpResponse,
): boolean {
  if (stateIn(created) !== 'receiving') return true
  const { lengthBytes } = JSON.parse(created.getBody()).upload
  return lengthBytes === bytes.length && (begun === undefined ? offsetIn(created) === 0 : begun === copy)
}

/** Where it has become a message meanwhile, or its time was over, there is nothing to be taken back. */
async function takeBack(upload: Upload): Promise<void> {
  await upload.abort(true).catch((error: Error) => {
    if (!GONE.includes(statusOf(error))) throw reasonOf(error)
  })
}

/** No status at all: the line broke. */
function isWorthAnotherTry(error: DetailedError): boolean {
  const status = statusOf(error)
  return status === 0 || status >= 500 || WORTH_ANOTHER_TRY.includes(status) || isStillGoing(error)
}

/** The room hears a moment later that an upload was taken back, and only then takes the message for a new one. */
const isStillGoing = (error: DetailedError): boolean =>
  error.originalRequest.getMethod() === 'POST' && codeOf(error) === 'unknown-upload'

const statusOf = (error: Error): number =>
  error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0

const offsetIn = (response: HttpResponse): number => Number(response.getHeader('Upload-Offset'))

const stateIn = (response: HttpResponse): string => response.getHeader('Earshot-Upload-State') ?? ''

function sentAs(response: HttpResponse): Omit<Sent, 'wasThere'> {
  const state = stateIn(response)
  return {
    clip: response.getHeader('Earshot-Clip') ?? '',
    isInTheRoom: IN_THE_ROOM.includes(state),
    isAnnounced: state === 'announced',
  }
}

/** Whether the room has a clip, or had it. @throws {Unsent} the server cannot be asked */
export async function standingOf(clip: string, { origin, guest }: Recipient): Promise<'there' | 'deleted'> {
  const headers = { authorization: `Bearer ${await guest.token()}` }
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const response = await fetch(`${origin}/v1/clips/${clip}`, { headers, signal }).catch(() => undefined)
  if (response === undefined) throw new Unsent('The server cannot be reached any more.')
  await response.body?.cancel()
  if (response.ok) return 'there'
  if (GONE.includes(response.status)) return 'deleted'
  throw new Unsent(`The server answers ${response.status}.`)
}

/** The API’s own sentence where there is one. */
function reasonOf(error: Error): Error {
  if (!(error instanceof DetailedError)) return error
  if (!error.originalResponse) return new Unsent('The server cannot be reached any more.')
  return new Unsent(faultIn(error)?.message ?? `The server answers ${statusOf(error)}.`)
}

const codeOf = (error: DetailedError): string | undefined => faultIn(error)?.code

function faultIn({ originalResponse }: DetailedError): { code: string; message: string } | undefined {
  try {
    return JSON.parse(originalResponse?.getBody() ?? '').error
  } catch {
    return undefined // whatever stands before the API
  }
}
