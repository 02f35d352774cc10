/**
 * The audio of clips in R2: the only object keys there are. An object is written once and never changed; writing it
 * again writes the same bytes.
 */

import { base64Url } from './base64url.ts'

/** Where a clip's object came from, for whoever finds the object without its row. */
export interface ObjectOrigin {
  room: string
  clip: string
}

export interface StoredObject {
  key: string
  uploadedAtMs: number
  /** Undefined when it is none of ours. */
  origin: ObjectOrigin | undefined
}

const PREFIX = 'clips/'
export const CLIP_TYPE = 'audio/ogg; codecs=opus'

/** R2's limit for a key is 1,024 bytes; 128 characters of an owner take three times nine, percent-encoded. */
const MAX_OWNER_BYTES = 384

/** `clips/{owner}/{yyyymm}/{clip}.opus`, the month in UTC. An owner's name may hold anything, a key's part no slash. */
export function clipKey(owner: string, startedAtMs: number, clip: string): string {
  const month = new Date(startedAtMs).toISOString().slice(0, 7).replace('-', '')
  return `${PREFIX}${ownerPart(owner)}/${month}/${clip}.opus`
}

/** Where percent-encoding would be too long, the name's bytes in base64url (RFC 4648 §5), behind a sign that no name has. */
function ownerPart(owner: string): string {
  const encoded = encodeURIComponent(owner)
  if (encoded.length <= MAX_OWNER_BYTES) return encoded
  return `=${base64Url(new TextEncoder().encode(owner))}`
}

/** Rejects when R2 cannot be reached, or received other bytes than these. `sha256` is their digest. */
export async function putClipObject(
  bucket: R2Bucket,
  key: string,
  bytes: Uint8Array,
  { sha256, origin }: { sha256: ArrayBuffer; origin: ObjectOrigin },
): Promise<void> {
  const { room, clip } = origin
  await bucket.put(key, bytes, { sha256, httpMetadata: { contentType: CLIP_TYPE }, customMetadata: { room, clip } })
}

/** The same bytes as another clip's, unless they are there already. Answers false when the other has none. */
export async function copyClipObject(
  bucket: R2Bucket,
  { from, to, origin }: { from: string; to: string; origin: ObjectOrigin },
): Promise<boolean> {
  const object = await bucket.get(from)
  if (object === null) return false
  const { sha256 } = object.checksums
  const checked = sha256 === undefined ? {} : { sha256 }
  const customMetadata = { ...origin }
  const onlyIf = { etagDoesNotMatch: '*' }
  await bucket.put(to, object.body, { ...checked, onlyIf, httpMetadata: { contentType: CLIP_TYPE }, customMetadata })
  return true
}

/** Part of an object, or all of it; null when there is none. */
export const getClipObject = (
  bucket: R2Bucket,
  key: string,
  range?: { offset: number; length: number },
): Promise<R2ObjectBody | null> => bucket.get(key, range === undefined ? {} : { range })

export const headClipObject = (bucket: R2Bucket, key: string): Promise<R2Object | null> => bucket.head(key)

/** Deleting what is not there is no error. */
export const deleteClipObject = (bucket: R2Bucket, key: string): Promise<void> => bucket.delete(key)

/** The same of many, 1,000 at most. */
export const deleteClipObjects = (bucket: R2Bucket, keys: string[]): Promise<void> => bucket.delete(keys)

/** A page of all objects, in the order of their keys. `cursor` of the last page is undefined. */
export async function listClipObjects(
  bucket: R2Bucket,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<{ objects: StoredObject[]; cursor: string | undefined }> {
  const at = cursor === undefined ? {} : { cursor }
  const page = await bucket.list({ prefix: PREFIX, limit, include: ['customMetadata'], ...at })
  const objects = page.objects.map(({ key, uploaded, customMetadata }) => {
    return { key, uploadedAtMs: uploaded.getTime(), origin: originOf(customMetadata) }
  })
  return { objects, cursor: page.truncated ? page.cursor : undefined }
}

function originOf(metadata: Record<string, string> | undefined): ObjectOrigin | undefined {
  const { room, clip } = metadata ?? {}
  return room === undefined || clip === undefined ? undefined : { room, clip }
}
