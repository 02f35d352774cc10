/**
 * Sends one clip, by tus: in pieces, each of them again where the line breaks, and as the same message however often, in this
 * run or another.
 */

import { readFile } from 'node:fs/promises'
import { DetailedError, type HttpResponse, Upload } from 'tus-js-client'
import type { ReadyClip } from './clip-of-file.ts'
import type { Guest } from './guest.ts'
import { Unsent } from './unsent.ts'

/** Far under the 100 MB that the platform takes in one request, and some seconds of a slow line. */
const PIECE_BYTES = 4 * 1_048_576
/** A server that is deployed anew is back after seconds, one with too much to do after a minute. */
const RETRY_AFTER_MS = [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000]
/** RFC 6585 §4 and RFC 9110 §15.5.9, and where the upload stands elsewhere, 409. */
const WORTH_ANOTHER_TRY = [408, 409, 429]
/** U4: it is a clip, which can be asked for. */
const IN_THE_ROOM = ['stored', 'announced']
/** No byte of it is missing, and the rest comes by itself. */
const AT_THE_SERVER = ['received', ...IN_THE_ROOM]
/** K10, and what was deleted so long ago that nothing tells of it. */
const GONE = [404, 410]
const ANSWER_WITHIN_MS = 20_000
/** All of this one is less than what the server waits for. */
const LONGER_COPY =
  'An earlier run began to send a longer copy of it, made by another ffmpeg, and was broken off. It goes within three days; under another --name this one is sent now.'

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

export async function send(
  { path, recordedAtMs }: ReadyClip,
  message: string,
  { origin, guest, name }: Recipient,
  onProgress: (share: number) => void,
): Promise<Sent> {
  const bytes = await readFile(path)
  let wasThere = false
  const facts = { filetype: 'audio/ogg', message, recorded: String(recordedAtMs), ack: 'indexed' }
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${origin}/v1/uploads`,
      metadata: name === undefined ? facts : { ...facts, name },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onShouldRetry: ({ originalResponse }) => isWorthAnotherTry(originalResponse?.getStatus() ?? 0),
      async onBeforeRequest(request) {
        request.setHeader('Authorization', `Bearer ${await guest.token()}`)
      },
      onAfterResponse(request, response) {
        if (request.getMethod() === 'POST') wasThere = IN_THE_ROOM.includes(stateIn(response))
      },
      onProgress: (sent, total) => onProgress(total === 0 ? 0 : sent / total),
      onSuccess({ lastResponse }) {
        if (AT_THE_SERVER.includes(stateIn(lastResponse))) resolve({ ...sentAs(lastResponse), wasThere })
        else reject(new Unsent(LONGER_COPY))
      },
      onError: (error) => reject(reasonOf(error)),
    })
    upload.start()
  })
}

/** No status at all: the line broke. */
const isWorthAnotherTry = (status: number): boolean =>
  status === 0 || status >= 500 || WORTH_ANOTHER_TRY.includes(status)

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
  const response = error.originalResponse
  if (!response) return new Unsent('The server cannot be reached any more.')
  try {
    return new Unsent(JSON.parse(response.getBody()).error.message)
  } catch {
    return new Unsent(`The server answers ${response.getStatus()}.`) // whatever stands before the API
  }
}
