/** tus-js-client as it is, which goes on through kills by its own retries. */

import { Upload, type UploadOptions } from 'tus-js-client'
import type { Pass } from '../soak/pass.ts'

/** A server that is killed is back within seconds; each of these may fall into the same kill. */
const RETRY_DELAYS_MS = Array.from({ length: 60 }, (_, at) => Math.min(1_000, 100 + 50 * at))

export interface TusJsOptions {
  origin: string
  pass: Pass
  metadata: Record<string, string>
  chunkSize: number
  parallelUploads?: number
  onProgress?: (sentBytes: number) => void
  /** What the server has accepted so far. */
  onChunkComplete?: (acceptedBytes: number) => void
}

/** Resolves with the address of the upload when it has succeeded. */
export function sendByTusJs(file: Buffer, options: TusJsOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const { origin, pass, metadata, chunkSize, parallelUploads = 1, onProgress, onChunkComplete } = options
    const settings: UploadOptions = {
      endpoint: `${origin}/v1/uploads`,
      chunkSize,
      parallelUploads,
      metadata,
      retryDelays: RETRY_DELAYS_MS,
      onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await pass.token()}`),
      onShouldRetry: () => true,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
      onProgress: (sent) => onProgress?.(sent),
      onChunkComplete: (_, accepted) => onChunkComplete?.(accepted),
    }
    const upload: Upload = new Upload(file, settings)
    upload.start()
  })
}

