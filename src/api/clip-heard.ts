/**
 * Who has heard a clip: everybody in the room is told, so it is said by the client when somebody has listened, not taken
 * from who has loaded the file.
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import * as v from 'valibot'
import { Count, Name } from '../protocol/fields.ts'
import { ANYWHERE, answer, refusals, TO_A_BODY, TO_A_CLIP } from './answers.ts'
import { granted, readAsking } from './asker.ts'
import { Listener } from './clip-fields.ts'
import type { ApiEnv } from './context.ts'
import { checked, clipInPath, jsonBody } from './requests.ts'

const Hearing = v.object({
  name: v.pipe(Name, v.description('The name to show the others, where your token fixes none.')),
  uptoMs: v.optional(
    v.pipe(Count, v.description('How far you have listened, from the clip’s begin; all of it without this.')),
  ),
})
const Heard = v.object({ heardBy: v.pipe(v.array(Listener), v.description('Who has listened to it, you included.')) })

export const clipHeard = new Hono<ApiEnv>().post(
  '/clips/:clip/heard',
  describeRoute({
    operationId: 'markHeard',
    summary: 'Say that you have listened to a clip.',
    description:
      'Saying it again moves it ahead only. Nine tenths of a message that burns are all of it: a minute later its audio ' +
      'is refused to you.',
    security: [{ token: [] }],
    responses: { 200: answer('It is noted.', Heard), ...refusals(...TO_A_BODY, ...TO_A_CLIP, ...ANYWHERE) },
  }),
  clipInPath,
  jsonBody,
  checked('json', Hearing),
  async (c) => {
    const { archive, asker, name: fixed } = await readAsking(c)
    const { name, uptoMs } = c.req.valid('json')
    const upto = uptoMs === undefined ? {} : { uptoMs }
    const { clip } = c.req.valid('param')
    const { heardBy } = granted(await archive.heard({ clip, asker, name: fixed ?? name, ...upto }))
    return c.json({ heardBy } satisfies v.InferOutput<typeof Heard>)
  },
)
