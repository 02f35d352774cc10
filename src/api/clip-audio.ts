/**
 * The audio of a clip: stored, or still being spoken. The Archive is asked first, whatever is asked for and however, so
 * that nothing of a deleted clip leaves this server, a confirmation that it has not changed included.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { CONTAINERS, type Container } from '../clips/containers.ts'
import { liveClip } from '../clips/live-clip.ts'
import { checkClipLink } from '../tokens/clip-link.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, audioAnswer, refusals, TO_A_CLIP } from './answers.ts'
import { type Asking, granted, readAsking } from './asker.ts'
import { answerAudio } from './audio-answer.ts'
import { audioFile } from './audio-file.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import { ApiError } from './errors.ts'
import { checked, clipInPath } from './requests.ts'
import { inContainer, tagsOf } from './stored-clip.ts'
import { wholePackets } from './whole-packets.ts'

const Wish = v.object({
  as: v.optional(
    v.pipe(
      v.picklist(Object.keys(CONTAINERS) as Container[]),
      v.description('The container; `ogg` without it. Safari before 18.4 plays `mp4` alone.'),
    ),
    'ogg',
  ),
  download: v.optional(v.pipe(v.literal('1'), v.description('Have a browser save it as a file.'))),
  link: v.optional(v.pipe(v.string(), v.description('In place of a token: the link that was made for this clip.'))),
})

/** Who wants to hear it: by a token, or by a link that may be one listener’s. */
type Hearing = Asking & { listener?: string }

interface Shape {
  as: Container
  isFile: boolean
}

const TYPES = Object.values(CONTAINERS).map((type) => type.replace(/;.*/, ''))

export const clipAudio = new Hono<ApiEnv>().get(
  '/clips/:clip/audio',
  describeRoute({
    operationId: 'getClipAudio',
    summary: 'Listen to a clip.',
    description:
      'A clip that is `ready` is answered whole or by one range, with an ETag. One that is not ready is streamed from ' +
      'its beginning, without a length, and the answer ends when the talk does.',
    security: [{ token: [] }, { link: [] }],
    responses: {
      200: audioAnswer('The audio.', TYPES),
      206: audioAnswer('The range that was asked for.', TYPES),
      304: { description: 'You have it already.' },
      ...refusals(
        'invalid-request',
        'link-invalid',
        'link-expired',
        'range-unsatisfiable',
        'clip-burnt',
        'clip-too-long',
        'clip-unavailable',
        ...TO_A_CLIP,
        ...ANYWHERE,
      ),
    },
  }),
  clipInPath,
  checked('query', Wish),
  async (c) => {
    const { clip } = c.req.valid('param')
    const { as, download, link } = c.req.valid('query')
    // Whoever has a link may play it in a page of theirs.
    if (link !== undefined) c.header('cross-origin-resource-policy', 'cross-origin')
    const asking: Hearing = link === undefined ? await readAsking(c) : await linkedTo(c, clip, link)
    return serve(c, asking, clip, { as, isFile: download !== undefined })
  },
)

async function serve(c: ApiContext, asking: Hearing, clip: string, { as, isFile }: Shape): Promise<Response> {
  const { archive, asker, listener } = asking
  const { details, key } = granted(
    await archive.clip({ clip, asker, ...(listener === undefined ? {} : { listener }), brief: true, toHear: true }),
  )
  const extra = isFile ? audioFile(details, as) : {}
  if (key !== null) return answerAudio(c, inContainer(c.env.CLIPS, { details, key }, as), extra)
  const headers = { ...extra, 'content-type': CONTAINERS[as], 'accept-ranges': 'none' }
  if (c.req.method === 'HEAD') return c.body(null, 200, headers)
  const packets = await archive.packets(clip)
  if (packets === null) return serve(c, asking, clip, { as, isFile }) // it has become ready, or was deleted, just now
  return c.body(liveClip(packets.pipeThrough(wholePackets()), as, tagsOf(details)), 200, headers)
}

/** Whoever has a link is nobody in particular, unless it was made for one listener. */
async function linkedTo(c: ApiContext, clip: string, link: string): Promise<Hearing> {
  const reading = await checkClipLink(link, readSigningKeys(c.env.TOKEN_KEYS), Date.now())
  if (!reading.ok) throw new ApiError(`link-${reading.reason}`)
  if (reading.linked.clip !== clip) throw new ApiError('link-invalid')
  const { room, listener } = reading.linked
  return { asker: null, archive: c.env.ARCHIVES.getByName(room), ...(listener === undefined ? {} : { listener }) }
}
