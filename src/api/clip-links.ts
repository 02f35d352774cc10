/**
 * Links to a clip's audio, for what sends no headers. A link is given to whoever may listen now; what it opens is
 * checked again at every use.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { TimeMs } from '../protocol/fields.ts'
import { CLIP_LINK_LIFETIME_MS, mintClipLink } from '../tokens/clip-link.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { ANYWHERE, answer, refusals, TO_A_CLIP } from './answers.ts'
import { granted, readAsking } from './asker.ts'
import type { ApiEnv } from './context.ts'
import { clipInPath } from './requests.ts'

const ClipLink = v.object({
  url: v.pipe(v.string(), v.description('Where the audio is; add `&as=` or `&download=1` to it.')),
  expiresAtMs: v.pipe(TimeMs, v.description('Milliseconds since 1970.')),
})

export const clipLinks = new Hono<ApiEnv>().post(
  '/clips/:clip/links',
  describeRoute({
    operationId: 'createClipLink',
    summary: 'Ask for a link to the audio of a clip.',
    description:
      `The link needs no header and is good for ${CLIP_LINK_LIFETIME_MS / 60_000} minutes, for this audio alone: ` +
      'whoever has it can listen. The body is not read.',
    security: [{ token: [] }],
    responses: { 201: answer('The link.', ClipLink), ...refusals('clip-burnt', ...TO_A_CLIP, ...ANYWHERE) },
  }),
  clipInPath,
  async (c) => {
    const { archive, asker } = await readAsking(c)
    const { clip } = c.req.valid('param')
    const { details } = granted(await archive.clip({ clip, asker, brief: true, toHear: true }))
    const keys = readSigningKeys(c.env.TOKEN_KEYS)
    const listener = details.burnsAtMs === undefined || asker === null ? {} : { listener: asker.person }
    const { link, expiresAtMs } = await mintClipLink({ clip, room: details.room, ...listener }, keys, Date.now())
    return c.json({ url: `/v1/clips/${clip}/audio?link=${link}`, expiresAtMs }, 201)
  },
)
