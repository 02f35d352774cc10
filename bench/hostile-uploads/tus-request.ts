/** Requests as a client that speaks tus well sends them (docs/protocol.md, section 9). */

import type { HostileRequest } from '../hostile-http/request.ts'

export const UPLOADS = '/v1/uploads'

type TusRequest = Omit<HostileRequest, 'kind' | 'mustFail'>

const honest = (request: TusRequest, token: string): HostileRequest => ({
  ...request,
  kind: 'nothing wrong',
  mustFail: false,
  headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...request.headers },
})

const BYTES = { 'content-type': 'application/offset+octet-stream' }

/** `about`: how long it is, or what it joins. */
export const create = (token: string, about: Record<string, string>, body?: Uint8Array): HostileRequest =>
  honest(
    {
      operation: 'createUpload',
      method: 'POST',
      path: UPLOADS,
      headers: { ...about, ...(body && BYTES) },
      ...(body && { body }),
    },
    token,
  )

export const append = (
  token: string,
  path: string,
  atByte: number,
  body: Uint8Array,
  lengthBytes?: number,
): HostileRequest =>
  honest(
    {
      operation: 'appendToUpload',
      method: 'PATCH',
      path,
      headers: {
        ...BYTES,
        'upload-offset': String(atByte),
        ...(lengthBytes === undefined ? {} : { 'upload-length': String(lengthBytes) }),
      },
      body,
    },
    token,
  )

export const look = (token: string, path: string): HostileRequest =>
  honest({ operation: 'getUpload', method: 'HEAD', path, headers: {} }, token)

export const takeBack = (token: string, path: string): HostileRequest =>
  honest({ operation: 'deleteUpload', method: 'DELETE', path, headers: {} }, token)

/** Upload-Metadata: each value in Base64. */
export const metadataOf = (facts: Record<string, string>): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
