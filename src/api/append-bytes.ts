/**
 * Hands the bytes of a request on to their upload. With a body it goes as a request over HTTP (src/tus/append-call.ts);
 * without one it can be asked twice, and is a call as any other.
 *
 * Next: durable-objects/upload.ts
 */

import type { Upload } from '../../durable-objects/upload.ts'
import { APPEND_HEADER } from '../tus/append-call.ts'
import type { AppendRequest, UploadAnswer } from '../tus/upload.ts'
import { asciiJson } from './ascii-json.ts'

export async function appendBytes(
  upload: DurableObjectStub<Upload>,
  request: AppendRequest,
  body: ReadableStream<Uint8Array> | null,
): Promise<UploadAnswer> {
  if (body === null) return upload.append(request, body)
  const headers = { [APPEND_HEADER]: asciiJson(request) }
  const answer = await upload.fetch('https://upload/', { method: 'PATCH', headers, body })
  if (!answer.ok) throw new Error(`An upload answered ${answer.status}.`)
  return answer.json<UploadAnswer>()
}
