/**
 * An upload as the headers of an answer tell of it: those of tus 1.0.0, and three of our own for what becomes of it.
 */

import type { UploadView } from './upload.ts'

/** Of any answer about an upload. */
export function headersOf(upload: UploadView): Record<string, string> {
  const { kind, offsetBytes, clip, state, entry, expiresAtMs } = upload
  return {
    ...(hasOffset(upload) ? { 'upload-offset': String(offsetBytes) } : {}),
    'upload-expires': new Date(expiresAtMs).toUTCString(),
    'earshot-upload-state': state,
    ...(kind === 'partial' ? {} : { 'earshot-clip': clip }),
    ...(entry === null ? {} : { 'earshot-entry': String(entry) }),
  }
}

/** Of the answer to whoever asks for it: as it was made, too. */
export function fullHeadersOf(upload: UploadView): Record<string, string> {
  const { metadata, concat } = upload
  return {
    ...headersOf(upload),
    ...lengthHeader(upload),
    ...(metadata === '' ? {} : { 'upload-metadata': metadata }),
    ...(concat === '' ? {} : { 'upload-concat': concat }),
  }
}

/**
 * "Concatenation": a final upload has an offset when it has been joined, and then it is its length. Of what was refused
 * nothing is here, and nobody may go on.
 */
const hasOffset = ({ kind, state, offsetBytes, lengthBytes }: UploadView): boolean =>
  state !== 'refused' && (kind !== 'final' || offsetBytes === lengthBytes)

/** A final upload whose parts have not been counted yet has neither: nobody will say its length. */
function lengthHeader({ kind, lengthBytes }: UploadView): Record<string, string> {
  if (lengthBytes !== null) return { 'upload-length': String(lengthBytes) }
  return kind === 'final' ? {} : { 'upload-defer-length': '1' }
}
