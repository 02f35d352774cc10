/** Listening to a talk while it is spoken, as physics: pieces come, a position moves, neither runs dry nor falls behind. */

import { describe, expect, it } from 'vitest'
import { LiveEdge, MARGIN_MS, rateOf } from '../../../web/room/clips/live-edge.ts'

const STEP_MS = 20

interface Run {
  /** How long after it was said each piece comes; one a second, the n-th holds the n-th second. */
  lateMs: (piece: number) => number
  /** When one presses play, from the begin of the talk. */
  playFromMs: number
  forMs: number
  speed?: number
}

/** Plays along, and says what became of it: the mouth is at `atMs`. */
function listen({ lateMs, playFromMs, forMs, speed = 1 }: Run) {
  const edge = new LiveEdge()
  const seen: { atMs: number; positionMs: number; behindMs: number; pace: string }[] = []
  let positionMs = 0
  let dryMs = 0
  let piece = 0
  for (let atMs = playFromMs; atMs < playFromMs + forMs; atMs += STEP_MS) {
    let edgeMs = edge.edgeMs
    while ((piece + 1) * 1000 + lateMs(piece) <= atMs) {
      piece += 1
      edgeMs = piece * 1000
    }
    if (edgeMs > edge.edgeMs) edge.arrived(edgeMs, atMs)
    const pace = edge.pace(positionMs, atMs)
    if (pace !== 'hold') positionMs += STEP_MS * rateOf(pace, speed)
    if (positionMs > edge.edgeMs) dryMs += STEP_MS
    seen.push({ atMs, positionMs, behindMs: atMs - positionMs, pace })
  }
  return { seen, dryMs, last: seen.at(-1) as (typeof seen)[number], edge }
}

const promptly = () => 120

describe('from the first second on', () => {
  it('stays within two seconds of the mouth, and never runs dry', () => {
    const { seen, dryMs } = listen({ lateMs: promptly, playFromMs: 400, forMs: 30_000 })
    expect(dryMs).toBe(0)
    expect(Math.max(...seen.filter(({ atMs }) => atMs > 3_000).map(({ behindMs }) => behindMs))).toBeLessThan(2_000)
  })

  it('does not begin before there is enough to go on with', () => {
    const { seen } = listen({ lateMs: promptly, playFromMs: 0, forMs: 5_000 })
    const begun = seen.findIndex(({ pace }) => pace !== 'hold')
    expect(seen.slice(begun).every(({ pace }) => pace !== 'hold')).toBe(true)
  })

  it('copes with pieces that are now and then a third of a second late', () => {
    const lateMs = (piece: number) => 120 + (piece % 5 === 3 ? 330 : 0)
    const { seen, dryMs } = listen({ lateMs, playFromMs: 400, forMs: 60_000 })
    expect(dryMs).toBe(0)
    const settled = seen.filter(({ atMs }) => atMs > 10_000)
    expect(settled.filter(({ pace }) => pace === 'hold')).toHaveLength(0)
    expect(Math.max(...settled.map(({ behindMs }) => behindMs))).toBeLessThan(2_400)
  })
})

describe('some seconds late', () => {
  it('hears it all, a little faster, and is near within half a minute', () => {
    const { seen, last } = listen({ lateMs: promptly, playFromMs: 5_000, forMs: 30_000 })
    expect(seen[0]?.pace).toBe('faster')
    expect(last.behindMs).toBeLessThan(2_000)
    expect(last.pace).not.toBe('faster')
  })

  it('keeps a steady pace once it is near: no flutter', () => {
    const { seen } = listen({ lateMs: promptly, playFromMs: 5_000, forMs: 60_000 })
    const settled = seen.filter(({ atMs }) => atMs > 40_000)
    expect(new Set(settled.map(({ pace }) => pace))).toEqual(new Set(['steady']))
  })
})

describe('much too late', () => {
  it('hears it as it was said, at the speed that was chosen', () => {
    const { last } = listen({ lateMs: promptly, playFromMs: 60_000, forMs: 10_000 })
    expect(last.pace).toBe('free')
    expect(last.behindMs).toBeCloseTo(60_000, -2)
    expect(rateOf('free', 2)).toBe(2)
  })

  it('with double speed gets to the edge and stays there without running dry', () => {
    const { last, dryMs } = listen({ lateMs: promptly, playFromMs: 20_000, forMs: 60_000, speed: 2 })
    expect(dryMs).toBe(0)
    expect(last.behindMs).toBeLessThan(2_000)
  })

  it('may jump to now, which is the margin behind the steady edge', () => {
    const { edge, last } = listen({ lateMs: promptly, playFromMs: 60_000, forMs: 10_000 })
    const nowMs = edge.nowPositionMs(last.atMs)
    expect(last.atMs - nowMs).toBeLessThan(2_000)
    expect(edge.edgeMs - nowMs).toBeGreaterThanOrEqual(MARGIN_MS)
  })
})

it('waits for a line that stands still, and then catches up', () => {
  const lateMs = (piece: number) => 120 + Math.max(0, 4_000 - Math.max(0, (piece - 8) * 1000)) * (piece >= 8 ? 1 : 0)
  const { seen, dryMs, last } = listen({ lateMs, playFromMs: 400, forMs: 60_000 })
  expect(dryMs).toBe(0)
  expect(seen.some(({ atMs, pace }) => atMs > 5_000 && pace === 'hold')).toBe(true)
  expect(last.behindMs).toBeLessThan(2_000)
})
