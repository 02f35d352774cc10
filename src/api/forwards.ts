/**
 * Passing a clip on into another room: whoever may listen to it there and may speak here sends it here as a message of
 * theirs. The audio is copied, so that what is deleted in one room stays in the other.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import type { Asker } from '../archive/clip-answers.ts'
import type { StoredFile } from '../archive/message-answers.ts'
import { ClipId } from '../protocol/clip.ts'
import { ClientId, EntryNumber, Name, type Person } from '../protocol/fields.ts'
import { clipKey, copyClipObject, deleteClipObject } from '../store/clip-objects.ts'
import { checkClipLink } from '../tokens/clip-link.ts'
import { randomId } from '../tokens/random-id.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { checked, jsonBody, roomInPath } from './requests.ts'
import type { StoredClip } from './stored-clip.ts'
import { takingBack } from './taking-back.ts'

const Forward = v.object({
  id: v.pipe(ClientId, v.description('Made by you, 22 characters: the same one again is the same message.')),
  link: v.pipe(v.string(), v.description('The `link` of the address that POST /v1/clips/:clip/links gave out for it.')),
  name: v.optional(v.pipe(Name, v.description('The name to show, where your token fixes none.'))),
})

const Forwarded = v.object({
  clip: v.pipe(ClipId, v.description('The id of the clip in this room.')),
  number: v.pipe(v.nullable(EntryNumber), v.description('Its entry in the log; null: it will be there in a moment.')),
})

export const forwards = new Hono<ApiEnv>().post(
  '/rooms/:room/forwards',
  describeRoute({
    operationId: 'forwardClip',
    summary: 'Pass a clip on into this room.',
    security: [{ token: [] }],
    responses: {
      201: answer('It is stored here too.', Forwarded),
      ...refusals(
        'link-invalid',
        'link-expired',
        'not-allowed',
        'silenced',
        'too-many-uploads',
        'room-uploads-full',
        'unknown-clip',
        'clip-burns',
        'clip-deleted',
        'clip-not-ready',
        'clip-unavailable',
        ...TO_A_BODY,
        ...TO_A_TOKEN,
        ...TO_AN_OUTSIDER,
        ...ANYWHERE,
      ),
    },
  }),
  roomInPath,
  jsonBody,
  checked('json', Forward),
  async (c) => {
    const { room } = c.req.valid('param')
    const { id, link, name } = c.req.valid('json')
    const bearer = await requireBearer(c, tokenOf(c), room)
    const asker = await askerOf(c, bearer)
    const archive = c.env.ARCHIVES.getByName(room)
    const source = await linkedClip(c, link)
    // A name of its own: an upload of the same id is another message.
    const message = `forward.${id}`
    const wish = {
      asker,
      name: bearer.name ?? name ?? null,
      upload: randomId(),
      message,
      kind: 'whole',
      bytes: 0,
    } as const
    const begun = granted(await archive.beginUpload(wish))
    const passing = passedOn(c, source, { ...begun, room, asker })
    // What another request has begun is for that one to take back.
    const isCounted = begun.upload === wish.upload
    const number = await (isCounted ? passing.catch(takingBack(() => archive.endUpload(wish.upload))) : passing)
    return c.json({ clip: begun.clip, number } satisfies v.InferOutput<typeof Forwarded>, 201)
  },
)

interface Passing {
  upload: string
  clip: string
  by: Person
  room: string
  asker: Asker
}

/** Copies it and has it announced; what is not taken leaves nothing. Answers the number of its entry. */
async function passedOn(c: ApiContext, source: StoredClip, { upload, clip, by, room, asker }: Passing) {
  const archive = c.env.ARCHIVES.getByName(room)
  const known = await archive.clip({ clip, asker, brief: true })
  // One that was deleted is not brought back, and no byte of it.
  if (!known.ok && known.reason !== 'unknown-clip') granted(known)
  const key = clipKey(by.person, source.details.startedAtMs, clip)
  const file = await copied(c, source, { room, clip, key })
  const taken = await archive.takeMessage({ upload, clip, by, facts: NO_FACTS, file, forwarded: true })
  if (!taken.ok) await deleteClipObject(c.env.CLIPS, key)
  if (!taken.ok && taken.reason === 'unknown-upload') throw new ApiError('clip-unavailable', { message: TAKEN_BACK })
  return granted(taken).entry
}

const TAKEN_BACK = 'It was sent twice at once, and the other request has failed. Send it again.'

const NO_FACTS = { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'indexed' } as const

/** The clip that a link opens, where it is stored and may leave its room. */
async function linkedClip(c: ApiContext, link: string): Promise<StoredClip> {
  const reading = await checkClipLink(link, readSigningKeys(c.env.TOKEN_KEYS), Date.now())
  if (!reading.ok) throw new ApiError(`link-${reading.reason}`)
  const { clip, room } = reading.linked
  const { details, key } = granted(await c.env.ARCHIVES.getByName(room).clip({ clip, asker: null, brief: true }))
  if (details.burnsAtMs !== undefined) throw new ApiError('clip-burns')
  if (key === null) throw new ApiError('clip-not-ready')
  return { details, key }
}

async function copied(
  c: ApiContext,
  { details, key: from }: StoredClip,
  { room, clip, key }: { room: string; clip: string; key: string },
): Promise<StoredFile> {
  const { durationMs, waveform, bytes, checksum, startedAtMs } = details
  const isCopied = await copyClipObject(c.env.CLIPS, { from, to: key, origin: { room, clip } })
  if (!isCopied) throw new ApiError('clip-unavailable')
  return { startedAtMs, durationMs, waveform, bytes, checksum: checksum ?? '', key }
}
