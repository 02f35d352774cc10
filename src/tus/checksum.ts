/**
 * Upload-Checksum (tus 1.0.0, "Checksum"): an algorithm, a space, the digest in Base64. A digest of the wrong size is no
 * digest of that algorithm: nothing could ever add up to it.
 */

import { readBase64 } from './base64.ts'
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from './protocol.ts'
import type { UploadChecksum } from './upload.ts'

/** RFC 1321, RFC 3174, RFC 6234. */
const DIGEST_BYTES: Record<ChecksumAlgorithm, number> = { md5: 16, sha1: 20, sha256: 32 }

/** Null: nothing is to be checked. Undefined: nobody could check it. */
export function readChecksum(header: string | undefined): UploadChecksum | null | undefined {
  if (header === undefined) return null
  const [name, digest = '', ...more] = header.trim().split(' ')
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name)
  if (algorithm === undefined || more.length > 0) return undefined
  return readBase64(digest)?.length === DIGEST_BYTES[algorithm] ? { algorithm, digest } : undefined
}
