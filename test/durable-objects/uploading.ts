/** Uploads for tests in workerd: made in a room as the Worker makes them, with bodies that come as a test says. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AppendRequest, MessageFacts, NewUpload } from '../../src/tus/upload.ts'
import { uploadName } from '../../src/tus/upload-name.ts'
import { newRoom, randomId } from './guest.ts'

export const ADA = 'ada'

export const FACTS: MessageFacts = { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'indexed' }

export interface Wishes {
  room?: string
  kind?: NewUpload['kind']
  parts?: string[]
  lengthBytes?: number | null
  facts?: Partial<MessageFacts>
}

/** An upload of Ada's that is there, with what answered its making. */
export async function newUpload({ room, kind = 'whole', parts = [], lengthBytes = null, facts = {} }: Wishes = {}) {
  const there = room ?? (await newRoom())
  const archive = env.ARCHIVES.getByName(there)
  const upload = randomId()
  const asker = { person: ADA, role: 'speaker' } as const
  const granted = await archive.beginUpload({
    asker,
    name: 'Ada',
    upload,
    message: null,
    kind,
    bytes: lengthBytes ?? 0,
  })
  if (!granted.ok) throw new Error(`The room says ${granted.reason}.`)
  const { clip, by } = granted
  const made: NewUpload = {
    ...{
      upload,
      room: there,
      by: { person: by.person, name: by.name },
      role: 'speaker',
      clip,
      kind,
      parts,
      lengthBytes,
    },
    concat: '',
    metadata: 'filename bWVzc2FnZS5vcHVz',
    facts: { ...FACTS, ...facts },
  }
  const stub = env.UPLOADS.getByName(uploadName(there, upload))
  const answer = await stub.create(made)
  return { upload, room: there, archive, clip, stub, made, answer }
}

export type Made = Awaited<ReturnType<typeof newUpload>>

export const appending = (atByte: number, rest: Partial<AppendRequest> = {}): AppendRequest => {
  return { person: ADA, atByte, lengthBytes: null, checksum: null, bodyBytes: null, words: null, ...rest }
}

/** A body that comes at once. */
export function bodyOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const { body } = new Response(new Uint8Array(bytes))
  if (body === null) throw new Error('A response has a body.')
  return body
}

/** A body that goes on for as long as the test likes. */
export function slowBody() {
  const { readable, writable } = new IdentityTransformStream()
  const writer = writable.getWriter()
  return {
    body: readable as ReadableStream<Uint8Array>,
    say: (bytes: Uint8Array) => writer.write(bytes),
    end: () => writer.close(),
    break: () => writer.abort(new Error('The line broke.')),
  }
}

/** Sends the rest of a file in one request. */
export const send = (stub: Made['stub'], bytes: Uint8Array, from = 0, rest: Partial<AppendRequest> = {}) =>
  stub.append(appending(from, rest), bodyOf(bytes.subarray(from)))

/** What an object holds of an upload beside its record. */
export const storedBytes = (stub: Made['stub']): Promise<number> =>
  runInDurableObject(stub, (_, { storage }) => {
    const there = storage.sql.exec(`SELECT 1 FROM sqlite_master WHERE name = 'pieces'`).toArray().length > 0
    const query = 'SELECT COALESCE(SUM(LENGTH(bytes)), 0) AS bytes FROM pieces'
    return there ? storage.sql.exec<{ bytes: number }>(query).one().bytes : -1
  })

export const objectsOf = async ({ clip }: Pick<Made, 'clip'>): Promise<string[]> =>
  (await env.CLIPS.list()).objects.map(({ key }) => key).filter((key) => key.includes(clip))

export async function objectOf(made: Pick<Made, 'clip'>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [key] = await objectsOf(made)
  const object = key === undefined ? null : await env.CLIPS.get(key)
  return object === null ? undefined : new Uint8Array(await object.arrayBuffer())
}
