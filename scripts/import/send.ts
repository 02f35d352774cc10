/**
 * Sends one clip, by tus: in pieces, each of them again where the line breaks, and as the same message however often.
 */

import { randomBytes } from 'node:crypto'
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

export interface Sent {
  clip: string
  /** The room has been told; else it will be by itself. */
  isAnnounced: boolean
}

export async function send(
  { path, recordedAtMs }: ReadyClip,
  { origin, guest, name }: { origin: string; guest: Guest; name: string | undefined },
  onProgress: (share: number) => void,
): Promise<Sent> {
  const bytes = await readFile(path)
  const message = randomBytes(16).toString('base64url')
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
      onProgress: (sent, total) => onProgress(total === 0 ? 0 : sent / total),
      onSuccess: ({ lastResponse }) => resolve(sentAs(lastResponse)),
      onError: (error) => reject(reasonOf(error)),
    })
    upload.start()
  })
}

/** No status at all: the line broke. */
const isWorthAnotherTry = (status: number): boolean =>
  status === 0 || status >= 500 || WORTH_ANOTHER_TRY.includes(status)

function sentAs(response: HttpResponse): Sent {
  const clip = response.getHeader('Earshot-Clip') ?? ''
  return { clip, isAnnounced: response.getHeader('Earshot-Upload-State') === 'announced' }
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
