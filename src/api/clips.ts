/**
 * Clips: the kept talk of a room, page by page; one of them; and forgetting it.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import type { ClipDetails as FoundClip, Listener } from '../archive/clip-answers.ts'
import { Name } from '../protocol/fields.ts'
import { MAX_CLIPS } from '../protocol/limits.ts'
import { type ClipCursor, type IndexedClip, listClips } from '../store/clips.ts'
import { ANYWHERE, answer, refusals, TO_A_CLIP, TO_A_TOKEN, TO_AN_OUTSIDER } from './answers.ts'
import { askerOf, granted, readAsking } from './asker.ts'
import { requireBearer, tokenOf } from './bearer.ts'
import { ClipDetails, Receipt } from './clip-fields.ts'
import type { ApiEnv } from './context.ts'
import { checked, clipInPath, limitUpTo, roomInPath } from './requests.ts'

const Page = v.object({
  before: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}\.[\w-]{22}$/, 'A cursor is the `next` of a page.'),
      v.description('The `next` of the page before; without it, the newest.'),
    ),
  ),
  limit: limitUpTo(MAX_CLIPS, 'clips'),
})

const ClipPage = v.object({
  clips: v.pipe(v.array(ClipDetails), v.description('Newest first, those that are `ready`.')),
  next: v.pipe(v.nullable(v.string()), v.description('What to ask for next; null when there are no more.')),
})

const Deletion = v.object({
  name: v.optional(
    v.pipe(
      Name,
      v.description(
        'The name to show beside the deletion, where your token fixes none; without it, the last one known.',
      ),
    ),
  ),
})

const list = new Hono<ApiEnv>().get(
  '/rooms/:room/clips',
  describeRoute({
    operationId: 'listClips',
    summary: 'List the clips of a room.',
    security: [{ token: [] }],
    responses: {
      200: answer('A page of clips.', ClipPage),
      ...refusals('invalid-request', ...TO_A_TOKEN, ...TO_AN_OUTSIDER, ...ANYWHERE),
    },
  }),
  roomInPath,
  checked('query', Page),
  async (c) => {
    const { room } = c.req.valid('param')
    const { before, limit = MAX_CLIPS } = c.req.valid('query')
    const asker = await askerOf(c, await requireBearer(c, tokenOf(c), room))
    const at = before === undefined ? {} : { before: readCursor(before) }
    const found = await listClips(c.env.INDEX, room, { ...at, limit: limit + 1 })
    const page = found.slice(0, limit)
    const ids = page.map(({ id }) => id)
    const { heardBy } = granted(await c.env.ARCHIVES.getByName(room).describe({ asker, clips: ids }))
    const next = found.length > limit ? cursorOf(page.at(-1)) : null
    return c.json({ clips: page.flatMap((clip) => detailsOf(clip, heardBy[clip.id])), next })
  },
)

const one = new Hono<ApiEnv>()
  .get(
    '/clips/:clip',
    describeRoute({
      operationId: 'getClip',
      summary: 'Read what is known of a clip.',
      security: [{ token: [] }],
      responses: { 200: answer('The clip.', ClipDetails), ...refusals(...TO_A_CLIP, ...ANYWHERE) },
    }),
    clipInPath,
    async (c) => {
      const { archive, asker } = await readAsking(c)
      const { details } = granted(await archive.clip({ clip: c.req.valid('param').clip, asker }))
      return c.json(details satisfies v.InferOutput<typeof ClipDetails>)
    },
  )
  .delete(
    '/clips/:clip',
    describeRoute({
      operationId: 'deleteClip',
      summary: 'Delete a clip for ever.',
      description:
        'For its speaker and for owners. From the answer on, nobody is given the clip any more, whatever link they ' +
        'have. Deleting it again answers the same receipt.',
      security: [{ token: [] }],
      responses: {
        200: answer('Every copy is gone.', Receipt),
        202: answer('Nobody is given it any more; the storage could not be reached, and is tried again.', Receipt),
        ...refusals('invalid-request', 'not-yours', ...TO_A_CLIP, ...ANYWHERE),
      },
    }),
    clipInPath,
    checked('query', Deletion),
    async (c) => {
      const { archive, asker, name: fixed } = await readAsking(c)
      const name = fixed ?? c.req.valid('query').name
      const as = name === undefined ? {} : { name }
      const { receipt } = granted(await archive.forget({ clip: c.req.valid('param').clip, asker, ...as }))
      return c.json(receipt satisfies v.InferOutput<typeof Receipt>, receipt.complete ? 200 : 202)
    },
  )

export const clips = new Hono<ApiEnv>().route('/', list).route('/', one)

function readCursor(text: string): ClipCursor {
  const [startedAtMs, id = ''] = text.split('.')
  return { startedAtMs: Number(startedAtMs), id }
}

const cursorOf = (clip: IndexedClip | undefined): string | null => (clip ? `${clip.startedAtMs}.${clip.id}` : null)

/** Nothing of a clip that the Archive no longer knows: it is being forgotten, and its row goes in a moment. */
function detailsOf({ key: _, ...clip }: IndexedClip, heardBy: Listener[] | undefined): FoundClip[] {
  return heardBy === undefined ? [] : [{ ...clip, state: 'ready', heardBy }]
}
