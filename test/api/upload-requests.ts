/** Requests of tus to the real routes, and real files for them: Ogg Opus that the server itself would write. */

import { writeClip } from '../../src/clips/clip-file.ts'
import { timelineOf } from '../../src/clips/timeline.ts'
import { UPLOAD_TYPE } from '../../src/tus/protocol.ts'
import { asked, packets, type Speaker } from './kept-room.ts'

export const TUS = { 'tus-resumable': '1.0.0' }

/** A file that plays, of so many packets of 20 ms. */
export async function oggOpus(count = 200): Promise<Uint8Array<ArrayBuffer>> {
  const timeline = timelineOf(packets(0, count))
  if (timeline === undefined) throw new Error('There is nothing to hear.')
  return (await writeClip(timeline, { speaker: 'Ada', room: 'r', startedAtMs: 0, source: 's' })).bytes
}

export const metadataOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${btoa(value)}`)
    .join(',')

type Headers = Record<string, string>
type Body = Uint8Array | ReadableStream | null

/** Any request about uploads. */
export const tus = (who: Speaker, method: string, path: string, headers: Headers = {}, body: Body = null) =>
  asked(who, path, { method, headers: { ...TUS, ...headers }, body })

export const create = (who: Speaker, headers: Headers, body: Body = null): Promise<Response> =>
  tus(who, 'POST', '/v1/uploads', body === null ? headers : { 'content-type': UPLOAD_TYPE, ...headers }, body)

/** Begins one and answers its address. */
export async function begun(who: Speaker, headers: Headers): Promise<string> {
  const response = await create(who, headers)
  if (response.status !== 201) throw new Error(`A creation was answered ${response.status}: ${await response.text()}`)
  return response.headers.get('location') ?? ''
}

export const send = (who: Speaker, at: string, offset: number, body: Body, headers: Headers = {}): Promise<Response> =>
  tus(who, 'PATCH', at, { 'content-type': UPLOAD_TYPE, 'upload-offset': String(offset), ...headers }, body)

export const look = (who: Speaker, at: string): Promise<Response> => tus(who, 'HEAD', at)

export const wholeLength = (bytes: Uint8Array): Headers => ({ 'upload-length': String(bytes.length) })

/** As Upload-Checksum says it. */
export async function checksumOf(bytes: Uint8Array<ArrayBuffer>, name = 'SHA-1', as = 'sha1'): Promise<Headers> {
  const digest = new Uint8Array(await crypto.subtle.digest(name, bytes))
  return { 'upload-checksum': `${as} ${btoa(String.fromCharCode(...digest))}` }
}

export const headersOf = ({ headers }: Response, ...names: string[]): (string | null)[] =>
  names.map((name) => headers.get(name))

/** What is known of the clip that an upload has become. */
export async function clipOf(who: Speaker, of: Response): Promise<{ status: number; clip: Record<string, unknown> }> {
  const answer = await asked(who, `/v1/clips/${of.headers.get('earshot-clip')}`)
  return { status: answer.status, clip: await answer.json() }
}
