/**
 * A clip cut into slices of equal length, for programs that take speech in parts. Cuts lie between packets, so nothing is
 * decoded and nothing is lost.
 */

import { Hono } from 'hono'
import { describeRoute, validator } from 'hono-openapi'
import * as v from 'valibot'
import { slicesOf } from '../clips/slices.ts'
import { ClipId } from '../protocol/clip.ts'
import { Count } from '../protocol/fields.ts'
import { ANYWHERE, answer, audioAnswer, refusals, TO_A_CLIP } from './answers.ts'
import { granted, readAsking } from './asker.ts'
import { answerAudio } from './audio-answer.ts'
import type { ApiContext, ApiEnv } from './context.ts'
import type { ApiErrorCode } from './error-codes.ts'
import { ApiError } from './errors.ts'
import { checked, clipInPath, WholeNumber } from './requests.ts'
import { type StoredClip, sliceOf, wholeClip } from './stored-clip.ts'

/** The longest is the longest talk: 10 minutes. */
const SLICE_SECONDS = { least: 1, most: 600, unlessSaid: 10 } as const

const Cut = v.object({
  seconds: v.optional(
    v.pipe(
      WholeNumber,
      v.integer(),
      v.minValue(SLICE_SECONDS.least),
      v.maxValue(SLICE_SECONDS.most),
      v.description(`How long a slice is; ${SLICE_SECONDS.unlessSaid} without it.`),
    ),
  ),
})

const Slices = v.object({
  slices: v.array(
    v.object({
      index: Count,
      startMs: v.pipe(Count, v.description('Where in the clip it begins.')),
      durationMs: v.pipe(Count, v.description('The last may be shorter; a cut lies between two packets.')),
      source: v.pipe(ClipId, v.description('The clip that it is cut from.')),
      audio: v.pipe(v.string(), v.description('Where the slice is.')),
    }),
  ),
})

const SlicePath = v.object({
  clip: v.pipe(ClipId, v.description('The clip’s id.')),
  index: v.pipe(WholeNumber, v.integer(), v.description('Which slice, from 0 on.')),
})
const sliceInPath = validator('param', SlicePath, (result) => {
  if (!result.success) throw new ApiError('unknown-slice')
})

const TO_A_CUT: readonly ApiErrorCode[] = [
  'invalid-request',
  'clip-not-ready',
  'clip-burnt',
  'clip-too-long',
  'clip-unavailable',
]

const list = new Hono<ApiEnv>().get(
  '/clips/:clip/slices',
  describeRoute({
    operationId: 'listSlices',
    summary: 'List the slices of a clip.',
    security: [{ token: [] }],
    responses: { 200: answer('Its slices, in order.', Slices), ...refusals(...TO_A_CUT, ...TO_A_CLIP, ...ANYWHERE) },
  }),
  clipInPath,
  checked('query', Cut),
  async (c) => {
    const { clip } = c.req.valid('param')
    const { seconds = SLICE_SECONDS.unlessSaid } = c.req.valid('query')
    const file = await wholeClip(c.env.CLIPS, await storedClip(c, clip))
    const slices = (await slicesOf(file, seconds)).map(({ index, startMs, durationMs }) => ({
      index,
      startMs: Math.round(startMs),
      durationMs: Math.round(durationMs),
      source: clip,
      audio: `/v1/clips/${clip}/slices/${index}?seconds=${seconds}`,
    }))
    return c.json({ slices } satisfies v.InferOutput<typeof Slices>)
  },
)

const one = new Hono<ApiEnv>().get(
  '/clips/:clip/slices/:index',
  describeRoute({
    operationId: 'getSlice',
    summary: 'Listen to one slice of a clip.',
    description: 'An Ogg Opus file of its own, tagged with its source, its index and its start.',
    security: [{ token: [] }],
    responses: {
      200: audioAnswer('The slice.', ['audio/ogg']),
      206: audioAnswer('The range that was asked for.', ['audio/ogg']),
      304: { description: 'You have it already.' },
      ...refusals(...TO_A_CUT, 'range-unsatisfiable', 'unknown-slice', ...TO_A_CLIP, ...ANYWHERE),
    },
  }),
  sliceInPath,
  checked('query', Cut),
  async (c) => {
    const { clip, index } = c.req.valid('param')
    const { seconds = SLICE_SECONDS.unlessSaid } = c.req.valid('query')
    return answerAudio(c, sliceOf(c.env.CLIPS, await storedClip(c, clip), seconds, index))
  },
)

export const clipSlices = new Hono<ApiEnv>().route('/', list).route('/', one)

async function storedClip(c: ApiContext, clip: string): Promise<StoredClip> {
  const { archive, asker } = await readAsking(c)
  const { details, key } = granted(await archive.clip({ clip, asker, brief: true, toHear: true }))
  if (key === null) throw new ApiError('clip-not-ready')
  return { details, key }
}
