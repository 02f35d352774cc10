/**
 * What a listener hears of a talker over a line: cases of a virtual clock. Delays are from the capture of a packet's first
 * sample to its playing: 20 ms until the packet is complete, the line, and 60 ms of playout delay, to a quantum of 2.7 ms.
 */

import { describe, expect, it } from 'vitest'
import type { Packet } from '../../src/protocol/packet.ts'
import { Listener, QUANTUM_MS, spurt, talkEnd, voicePacket } from '../support/listener.ts'
import { type LinkWeather, LossyLink } from '../support/lossy-link.ts'

const LINE_MS = 20
const DELAY_MS = 20 + LINE_MS + 60

function listening(packets: readonly Packet[], weather: LinkWeather = {}, untilMs = 5_000): Listener {
  const listener = new Listener()
  listener.hear(packets, new LossyLink<Packet>({ delayMs: LINE_MS, ...weather }), untilMs)
  return listener
}

const slotsOf = (listener: Listener) => listener.packets().map(({ slot }) => slot)
/** What was heard, as words: runs of the same kind are one. */
const story = (listener: Listener) =>
  listener.heard
    .map(({ what }) => what)
    .filter((what, index, all) => what !== all[index - 1])
    .join(' ')

const expectDelay = (delayMs: number | undefined, expectedMs: number) => {
  expect(delayMs).toBeGreaterThanOrEqual(expectedMs - 0.01)
  expect(delayMs).toBeLessThanOrEqual(expectedMs + 2 * QUANTUM_MS)
}

describe('on a quiet line', () => {
  it('a spurt is played whole, 60 ms after it arrived, and ends in silence', () => {
    const listener = listening([...spurt(100, 50), talkEnd(200)])
    expect(slotsOf(listener)).toEqual(Array.from({ length: 50 }, (_, index) => 100 + 2 * index))
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
    expect(story(listener)).toBe('packet silence')
  })

  it('a talk-end on the last packet itself ends it just as well', () => {
    const listener = listening([...spurt(0, 5), voicePacket(10, { talkEnd: true })])
    expect(story(listener)).toBe('packet silence')
  })

  it('a spurt that just stops is stretched by 100 ms, then there is silence', () => {
    const listener = listening(spurt(0, 5))
    expect(story(listener)).toBe('packet stretch silence')
    expect(listener.madeUpMs('stretch')).toBe(100)
  })

  it('what was captured before the first packet left costs no delay: 40 ms of it come at once', () => {
    const listener = new Listener()
    const [first, second, ...rest] = spurt(100, 20)
    const link = new LossyLink<Packet>({ delayMs: LINE_MS })
    if (first && second) for (const packet of [first, second]) link.send(packet, 1060)
    listener.hear(rest, link, 3000)
    expect(slotsOf(listener).slice(0, 3)).toEqual([100, 102, 104])
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
  })

  it.each([10, 20, 40, 60] as const)('packets of %i ms follow one another without a gap', (durationMs) => {
    const packets = Array.from({ length: 10 }, (_, index) =>
      voicePacket((index * durationMs) / 10, { durationMs, talkStart: index === 0 }),
    )
    const listener = listening([...packets, talkEnd(durationMs)])
    expect(story(listener)).toBe('packet silence')
    expect(listener.packets().length).toBe(10)
  })
})

describe('loss', () => {
  it('[W20] of one packet is 20 ms of concealment and shifts nothing', () => {
    const packets = spurt(0, 20).filter(({ slot }) => slot !== 10)
    const listener = listening([...packets, talkEnd(40)])
    expect(listener.madeUpMs('conceal')).toBe(20)
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
  })

  it('[W20] of 100 ms is still loss', () => {
    const packets = spurt(0, 20).filter(({ slot }) => slot < 10 || slot >= 20)
    const listener = listening([...packets, talkEnd(40)])
    expect(listener.madeUpMs('stretch') + listener.madeUpMs('conceal')).toBe(100)
    expect(story(listener)).toBe('packet stretch conceal packet silence')
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
  })

  it('[W20] a longer gap is no loss: silence, and the clock starts anew', () => {
    const packets = spurt(0, 30).filter(({ slot }) => slot < 10 || slot >= 22)
    const listener = listening([...packets, talkEnd(60)])
    expect(story(listener)).toBe('packet stretch silence packet silence')
    expect(listener.madeUpMs('stretch')).toBe(60) // until what comes after the gap is there, nobody knows how long it is
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
  })

  it('[W20] a gap before a talk-start is none either: nothing is made up when it is known in time', () => {
    const listener = listening([...spurt(0, 5), ...spurt(13, 5), talkEnd(23)])
    expect(listener.madeUpMs('conceal')).toBe(0)
    expect(story(listener)).toBe('packet silence packet silence')
  })

  it('of the talk-start costs nothing: the first packet that comes is the anchor', () => {
    const listener = listening([...spurt(0, 20).slice(1), talkEnd(40)])
    expect(story(listener)).toBe('packet silence')
    for (const delayMs of listener.delaysMs()) expectDelay(delayMs, DELAY_MS)
  })
})

describe('disorder', () => {
  it('[W21] within the playout delay is put right', () => {
    const listener = listening([...spurt(0, 50), talkEnd(100)], { jitterMs: 55, seed: 3 })
    expect(slotsOf(listener)).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index))
  })

  it('[W21] duplicates are played once', () => {
    const listener = listening([...spurt(0, 50), talkEnd(100)], { duplication: 0.5, jitterMs: 40, seed: 5 })
    expect(slotsOf(listener)).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index))
  })

  it('[W21] what comes after its time is not played', () => {
    const listener = new Listener()
    const packets = spurt(0, 20)
    const link = new LossyLink<Packet>({ delayMs: LINE_MS })
    const late = packets.find(({ slot }) => slot === 10)
    if (late) link.send(late, 300)
    listener.hear([...packets.filter((packet) => packet !== late), talkEnd(40)], link, 2000)
    expect(slotsOf(listener)).not.toContain(10)
    expect(listener.madeUpMs('conceal')).toBe(20)
  })
})

describe('a line that stalls', () => {
  it('for 50 ms is not heard', () => {
    const stalls = [{ fromMs: 500, toMs: 550 }]
    const listener = listening([...spurt(0, 60), talkEnd(120)], { ordered: true, stalls })
    expect(story(listener)).toBe('packet silence')
  })

  it('for 140 ms loses nothing that was said: it is heard later, until the next pause', () => {
    const stalls = [{ fromMs: 500, toMs: 640 }]
    const packets = spurt(0, 100).map((packet) => ({ ...packet, level: packet.slot >= 140 ? 70 : 30 }))
    const listener = listening([...packets, talkEnd(200)], { ordered: true, stalls })
    expect(story(listener)).toBe('packet stretch packet silence')
    expect(slotsOf(listener).slice(0, 70)).toEqual(Array.from({ length: 70 }, (_, index) => 2 * index))
    expect(listener.delaysMs()[60]).toBeGreaterThan(DELAY_MS + 60)
    expect(listener.delaysMs().at(-1)).toBeLessThan(DELAY_MS + 20 + 2 * QUANTUM_MS)
  })

  it('for a second skips what is older than 400 ms, and has the rest caught up with', () => {
    const stalls = [{ fromMs: 500, toMs: 1500 }]
    const listener = listening([...spurt(0, 150), talkEnd(300)], { ordered: true, stalls })
    expect(story(listener)).toBe('packet stretch silence packet silence')
    expect(listener.madeUpMs('stretch')).toBe(100)
    expect(Math.max(...listener.delaysMs())).toBeLessThanOrEqual(400)
    expect(Math.max(...listener.delaysMs())).toBeGreaterThan(350)
    expect(listener.buffer.surplusMs).toBeGreaterThan(200)
  })

  it('and in a stutter brings what it held back, waits for the newest of it', () => {
    const listener = new Listener()
    const packets = spurt(0, 100)
    const link = new LossyLink<Packet>({ delayMs: 0 })
    const held = packets.filter(({ slot }) => slot >= 48 && slot < 148)
    held.forEach((packet, index) => {
      link.send(packet, 1500 + index) // one a millisecond, the oldest first
    })
    listener.hear([...packets.filter((packet) => !held.includes(packet)), talkEnd(200)], link, 4000)
    expect(Math.max(...listener.delaysMs())).toBeLessThanOrEqual(400)
  })

  it('from the first packet on loses nothing that was said', () => {
    const stalls = [{ fromMs: 0, toMs: 300 }]
    const listener = listening([...spurt(0, 100), talkEnd(200)], { ordered: true, stalls })
    expect(slotsOf(listener).length).toBe(100)
  })

  it('longer than the store is large plays the newest of what was held back', () => {
    const stalls = [{ fromMs: 100, toMs: 4000 }]
    const listener = listening([...spurt(0, 250), talkEnd(500)], { ordered: true, stalls }, 6000)
    expect(Math.max(...listener.delaysMs())).toBeLessThanOrEqual(400)
    expect(slotsOf(listener).at(-1)).toBe(498)
  })
})

describe('a delay that has grown', () => {
  /** The first packets take longer than those behind them, which come too late to tell when playing should begin. */
  const slowStart = (packets: readonly Packet[], slowMs: number) => {
    const listener = new Listener()
    const link = new LossyLink<Packet>({ delayMs: LINE_MS })
    const slow = 5 + slowMs / 20
    for (const packet of packets.slice(0, slow)) link.send(packet, packet.slot * 10 + 20 + slowMs)
    listener.hear(packets.slice(slow), link, 8000)
    return listener
  }

  it('comes back in the next pause of the spurt', () => {
    const packets = spurt(0, 200).map((packet) => ({
      ...packet,
      level: packet.slot >= 200 && packet.slot < 240 ? 70 : 30,
    }))
    const delaysMs = slowStart(packets, 160).delaysMs()
    expect(delaysMs[50]).toBeGreaterThan(DELAY_MS + 100)
    expect(delaysMs.at(-1)).toBeLessThan(DELAY_MS + 20 + 2 * QUANTUM_MS)
  })

  it('comes back at once when it passes 400 ms', () => {
    const delaysMs = slowStart(spurt(0, 200), 600).delaysMs()
    expect(Math.max(...delaysMs.slice(20))).toBeLessThan(20 + LINE_MS + 400)
  })

  it('comes back with the next spurt', () => {
    const delaysMs = slowStart([...spurt(0, 50), ...spurt(150, 50)], 160).delaysMs()
    expectDelay(delaysMs.at(-1), DELAY_MS)
  })
})

describe('clocks that differ', () => {
  it.each([
    ['fast', 0.999],
    ['slow', 1.001],
  ])('a talker whose clock is %s by a thousandth is heard for ten minutes with a bounded delay', (_, pace) => {
    const listener = new Listener()
    const packets = spurt(0, 30_000).map((packet) => ({ ...packet, level: packet.slot % 400 < 40 ? 70 : 30 }))
    let next = 0
    listener.listen(600_000, (nowMs) => {
      for (let packet = packets[next]; packet && (packet.slot * 10 + 20) * pace <= nowMs; packet = packets[next]) {
        listener.buffer.push(packet, nowMs)
        next += 1
      }
    })
    const delaysMs = listener.packets().map(({ atMs, slot }) => atMs - slot * 10 * pace)
    expect(Math.max(...delaysMs)).toBeLessThan(140)
    expect(listener.packets().length).toBeGreaterThan(29_000)
  })
})
