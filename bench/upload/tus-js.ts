/** tus-js-client as it is, which goes on through kills by its own retries. */

import { Upload, type UploadOptions } from 'tus-js-client'

/** A server that is killed is back within seconds; each of these may fall into the same kill. */
const RETRY_DELAYS_MS = Array.from({ length: 60 }, (_, at) => Math.min(1_000, 100 + 50 * at))

export interface TokenGiver {
  token(): Promise<string>
}

export interface TusJsOptions {
  origin: string
  pass: TokenGiver
  metadata: Record<string, string>
  chunkSize: number
  headers?: Record<string, string>
  parallelUploads?: number
  onProgress?: (sentBytes: number) => void
  /** What the server has accepted so far. */
  onChunkComplete?: (acceptedBytes: number) => void
}

/** It gives up at once where the request that joins parts fails, and is then started again, as an app would have its user do. A server takes seconds to return. */
const STARTS = 200
const AGAIN_AFTER_MS = 250

/** Resolves with the address of the upload when it has succeeded. */
export function sendByTusJs(file: Buffer, options: TusJsOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const {
      origin,
      pass,
      metadata,
      chunkSize,
      headers = {},
      parallelUploads = 1,
      onProgress,
      onChunkComplete,
    } = options
    const settings: UploadOptions = {
      endpoint: `${origin}/v1/uploads`,
      chunkSize,
      headers,
      parallelUploads,
      metadata,
      retryDelays: RETRY_DELAYS_MS,
      onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await pass.token()}`),
      onShouldRetry: () => true,
      onError: (error) => {
        starts += 1
        if (starts === STARTS) reject(error)
        else setTimeout(() => upload.start(), AGAIN_AFTER_MS)
      },
      onSuccess: () => resolve(upload.url ?? ''),
      onProgress: (sent) => onProgress?.(sent),
      onChunkComplete: (_, accepted) => onChunkComplete?.(accepted),
    }
    let starts = 0
    const upload: Upload = new Upload(file, settings)
    upload.start()
  })
}
