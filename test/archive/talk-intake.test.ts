/** Which talk a packet belongs to, whatever the order in which packets come. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coversSlot, type SlotRun, withRun } from '../../src/archive/slot-runs.ts'
import { closed, isWhole, MAX_TALK_SLOTS, type Talk, takeIn } from '../../src/archive/talk-intake.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { packetAt } from '../support/room-lab.ts'

/** An archive of one session: takes batches, and remembers its talks. */
class Spool {
  readonly talks: Talk[] = []
  readonly taken: { clip: string; slot: number }[] = []
  #minted = 0

  take(...packets: Packet[]): void {
    const { fresh, begun } = takeIn(packets, this.talks, () => `clip-${++this.#minted}`)
    this.talks.push(...begun)
    for (const [{ clip }, some] of fresh) this.taken.push(...some.map(({ slot }) => ({ clip, slot })))
  }

  seal(clip: string): void {
    for (const talk of this.talks) if (talk.clip === clip) talk.sealed = true
  }

  slotsOf(clip: string): number[] {
    return this.taken.filter((one) => one.clip === clip).map(({ slot }) => slot)
  }
}

const start = (slot: number) => packetAt(slot, { talkStart: true })
const end = (slot: number) => packetAt(slot, { talkEnd: true })
const endAlone = (slot: number) => packetAt(slot, { talkEnd: true, payload: new Uint8Array(0) })
const run = (from: number, to: number) =>
  Array.from({ length: (to - from) / 2 }, (_, index) => packetAt(from + 2 * index))

describe('a talk', () => {
  it('is one clip from talk-start to talk-end, pauses between its spurts included', () => {
    const spool = new Spool()
    spool.take(start(0), ...run(2, 100))
    spool.take(start(150), ...run(152, 200), end(200))
    expect(spool.talks).toMatchObject([{ clip: 'clip-1', firstSlot: 0, endSlot: 202, ended: true, continues: null }])
    expect(spool.talks.map(isWhole)).toEqual([true])
  })

  it('is followed by another', () => {
    const spool = new Spool()
    spool.take(start(0), end(2))
    spool.take(start(300), end(302))
    expect(spool.talks).toMatchObject([
      { clip: 'clip-1', endSlot: 4 },
      { clip: 'clip-2', firstSlot: 300, continues: null },
    ])
  })

  it('takes every slot once', () => {
    const spool = new Spool()
    spool.take(start(0), ...run(2, 100))
    spool.take(start(0), ...run(2, 120))
    expect(spool.slotsOf('clip-1')).toEqual([0, ...run(2, 120).map(({ slot }) => slot)])
  })

  it('is ended by a talk-end without audio, which is nothing by itself', () => {
    const spool = new Spool()
    spool.take(endAlone(0))
    expect(spool.talks).toEqual([])
    spool.take(start(10), endAlone(12))
    expect(spool.talks).toMatchObject([{ ended: true, endSlot: 12 }])
    expect(spool.talks.map(isWhole)).toEqual([true])
  })

  it('is not whole while its middle, its beginning or its end is missing', () => {
    const middle = new Spool()
    middle.take(start(0), ...run(2, 50), ...run(60, 80), end(80))
    const beginning = new Spool()
    beginning.take(...run(20, 50), end(50))
    const last = new Spool()
    last.take(start(0), ...run(2, 50), endAlone(60))
    const unended = new Spool()
    unended.take(start(0), ...run(2, 50))
    expect([middle, beginning, last, unended].flatMap(({ talks }) => talks.map(isWhole))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('takes what was posted later into its middle', () => {
    const spool = new Spool()
    spool.take(start(0), ...run(2, 50), ...run(60, 80), end(80))
    spool.take(...run(50, 60))
    expect(spool.talks).toHaveLength(1)
    expect(spool.talks.map(isWhole)).toEqual([true])
  })

  it('takes its beginning when that comes after the rest', () => {
    const spool = new Spool()
    spool.take(...run(20, 50))
    spool.take(start(0), ...run(2, 20))
    expect(spool.talks).toMatchObject([{ clip: 'clip-1', firstSlot: 0 }])
  })

  it('takes what adjoins it, even where it began because its speaker agreed there', () => {
    const spool = new Spool()
    spool.take(start(20), ...run(22, 50), end(50))
    spool.take(...run(0, 20))
    expect(spool.talks).toMatchObject([{ clip: 'clip-1', firstSlot: 0 }])
    expect(spool.talks.map(isWhole)).toEqual([true])
  })

  it('does not take for its beginning a talk that ended before it', () => {
    const spool = new Spool()
    spool.take(...run(600, 650))
    spool.take(start(0), end(2), start(550), ...run(552, 600))
    expect(spool.talks).toMatchObject([
      { clip: 'clip-1', firstSlot: 550 },
      { clip: 'clip-2', firstSlot: 0, endSlot: 4, ended: true },
    ])
  })

  it('joins a talk-end and a talk-start that were said while the line was lost', () => {
    const spool = new Spool()
    spool.take(start(0), ...run(2, 50))
    spool.take(...run(100, 150))
    spool.take(...run(50, 60), end(60), start(80), ...run(82, 100))
    expect(spool.talks).toHaveLength(1)
    expect(isWhole(spool.talks[0] as Talk)).toBe(false) // no talk-end at its end
  })

  it('goes on in a continuation when it is sealed', () => {
    const spool = new Spool()
    spool.take(start(0), ...run(2, 50), ...run(60, 80))
    spool.seal('clip-1')
    spool.take(...run(50, 60))
    spool.take(...run(80, 90))
    expect(spool.talks).toMatchObject([
      { clip: 'clip-1', endSlot: 80 },
      { clip: 'clip-2', firstSlot: 50, continues: 'clip-1' },
    ])
    expect(spool.slotsOf('clip-2')).toEqual([...run(50, 60), ...run(80, 90)].map(({ slot }) => slot))
  })

  it('is 10 minutes long at most, and goes on in the next clip, which misses nothing', () => {
    const spool = new Spool()
    const all = [start(0), ...run(2, MAX_TALK_SLOTS + 10), end(MAX_TALK_SLOTS + 10)]
    for (let at = 0; at < all.length; at += 1_000) spool.take(...all.slice(at, at + 1_000))
    expect(spool.talks).toMatchObject([
      { clip: 'clip-1', firstSlot: 0, endSlot: MAX_TALK_SLOTS, ended: true },
      { clip: 'clip-2', firstSlot: MAX_TALK_SLOTS, continues: 'clip-1', ended: true },
    ])
    expect(spool.talks.map(isWhole)).toEqual([true, true])
  })

  it('does not reach across slots that somebody made up', () => {
    const spool = new Spool()
    spool.take(start(0), packetAt(4_000_000_000))
    expect(spool.talks.map(({ endSlot, firstSlot }) => endSlot - firstSlot)).toEqual([2, 2])
  })

  it('is whole when its speaker has no more to send', () => {
    const spool = new Spool()
    spool.take(...run(20, 50), ...run(60, 80))
    expect(spool.talks.map(closed).map(isWhole)).toEqual([true])
  })
})

describe('many talks', () => {
  it('that are short and come soon are one: whoever clicks the key makes no clip of each click', () => {
    const spool = new Spool()
    for (let slot = 0; slot < 90; slot += 10) spool.take(start(slot), end(slot + 2))
    expect(spool.talks).toMatchObject([{ clip: 'clip-1', endSlot: 84, ended: true }])
    spool.take(start(100), ...run(102, 150), end(150))
    spool.take(start(160), end(162))
    expect(spool.talks).toMatchObject([{ endSlot: 152 }, { clip: 'clip-2', firstSlot: 160 }])
  })

  it('of one batch go on in one another beyond some', () => {
    const spool = new Spool()
    const batch = Array.from({ length: 200 }, (_, at) => packetAt(250 * at, { talkStart: true, talkEnd: true }))
    spool.take(...batch)
    expect(spool.talks.length).toBe(32)
    expect(spool.taken.length).toBe(200)
  })

  it('of any make are taken in quickly: 4,096 packets that touch nowhere', () => {
    const spool = new Spool()
    spool.take(
      ...Array.from({ length: 4_096 }, (_, at) => packetAt(3 * at, { talkStart: true, talkEnd: at % 2 === 0 })),
    )
    expect(spool.taken.length).toBe(4_096)
  })

  it('end where a file would be too large, or in too many pieces', () => {
    const loud = new Spool()
    const payload = new Uint8Array(1_275)
    const all = Array.from({ length: 8_000 }, (_, at) => packetAt(2 * at, { talkStart: at === 0, payload }))
    for (let at = 0; at < all.length; at += 500) loud.take(...all.slice(at, at + 500))
    expect(loud.talks.length).toBe(2)
    const broken = new Spool()
    broken.take(...Array.from({ length: 1_000 }, (_, at) => packetAt(20 * at, { talkStart: true })))
    expect(broken.talks.map(({ runs }) => runs.length)).toEqual([600, 400])
  })
})

describe('whatever the order, and however often', () => {
  const packets = fc.uniqueArray(
    fc.record({ at: fc.nat(300), talkStart: fc.boolean(), talkEnd: fc.boolean(), empty: fc.boolean() }),
    { selector: ({ at }) => at, maxLength: 60 },
  )
  const sent = packets.map((some) =>
    some.map(({ at, talkStart, talkEnd, empty }) =>
      packetAt(2 * at, { talkStart, talkEnd, ...(empty && talkEnd ? { payload: new Uint8Array(0) } : {}) }),
    ),
  )
  const batches = sent.chain((some) =>
    fc.tuple(
      fc.constant(some),
      fc
        .array(fc.tuple(fc.subarray(some), fc.option(fc.nat(5))), { maxLength: 8 })
        .map((parts) => [...parts, [some, null] as const]),
    ),
  )

  it('every packet with audio is in exactly one talk, and inside it', () => {
    fc.assert(
      fc.property(batches, ([all, parts]) => {
        const spool = new Spool()
        for (const [part, sealed] of parts) {
          if (part.length > 0) spool.take(...part)
          const talk = sealed === null ? undefined : spool.talks[sealed]
          if (talk !== undefined) talk.sealed = true
        }
        const withAudio = all.filter(({ payload }) => payload.length > 0).map(({ slot }) => slot)
        const taken = spool.taken.map(({ slot }) => slot)
        expect(taken.filter((slot) => withAudio.includes(slot)).sort((a, b) => a - b)).toEqual(
          withAudio.sort((a, b) => a - b),
        )
        for (const { clip, slot } of spool.taken) {
          const talk = spool.talks.find((one) => one.clip === clip) as Talk
          expect(slot >= talk.firstSlot && slot <= talk.endSlot).toBe(true)
          expect(talk.endSlot - talk.firstSlot).toBeLessThanOrEqual(MAX_TALK_SLOTS)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('runs of slots', () => {
  it('cover what was put in, and nothing else', () => {
    const places = fc.uniqueArray(fc.nat(60), { maxLength: 40 })
    fc.assert(
      fc.property(places, (some) => {
        const runs = some.reduce<SlotRun[]>((all, at) => withRun(all, [2 * at, 2 * at + 2, false]), [])
        for (let at = 0; at <= 60; at += 1) expect(coversSlot(runs, 2 * at)).toBe(some.includes(at))
        runs.forEach(([from], index) => {
          if (index > 0) expect(from).toBeGreaterThan(runs[index - 1]?.[1] ?? 0)
        })
      }),
    )
  })
})
