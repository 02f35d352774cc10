/**
 * Clips as the API answers them, once for all routes.
 */

import * as v from 'valibot'
import { Clip, ClipId } from '../protocol/clip.ts'
import { Count, Person, RoomId, TimeMs } from '../protocol/fields.ts'

export const Listener = v.object({
  ...Person.entries,
  uptoMs: v.optional(v.pipe(Count, v.description('How far, from the clip’s begin; absent: to its end.'))),
})

export const ClipDetails = v.pipe(
  v.object({
    ...Clip.entries,
    room: RoomId,
    by: v.pipe(Person, v.description('Whose voice it is.')),
    state: v.pipe(
      v.picklist(['live', 'storing', 'ready']),
      v.description(
        '`live`: still being spoken. `storing`: over, and on its way into storage. Both can be listened to.',
      ),
    ),
    checksum: v.pipe(v.nullable(v.string()), v.description('SHA-256 of the stored file, in base64url; null before.')),
    heardBy: v.pipe(v.array(Listener), v.description('Who has listened to it.')),
  }),
  v.metadata({ ref: 'Clip' }),
)

export const Receipt = v.pipe(
  v.object({
    clip: ClipId,
    room: RoomId,
    forgottenAtMs: TimeMs,
    by: v.pipe(v.nullable(Person), v.description('Who deleted it; null when its days were over.')),
    complete: v.pipe(v.boolean(), v.description('Every copy is gone. If not yet, the server goes on by itself.')),
  }),
  v.metadata({ ref: 'Receipt' }),
)
