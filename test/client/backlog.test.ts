/**
 * [W25] What is live and what has piled up, as physics: a line under a virtual clock, over which audio comes every 20 ms
 * and pings go out as src/client/line.ts sends them, while the network or the client stands still.
 */

import { beforeEach, describe, expect, it } from 'vitest'
import { Line } from '../../src/client/line.ts'
import { PING_INTERVAL_MS } from '../../src/protocol/handshake.ts'

const AUDIO_EVERY_MS = 20

type Freight = 'audio' | 'pong'

interface Journey {
  what: Freight
  sentAtMs: number
  arrivesAtMs: number
}

/** A stretch of time in which nothing passes, either way; what was on its way arrives when it is over. */
interface Standstill {
  fromMs: number
  toMs: number
}

/** A client, a network and a room that talks without a pause, from 0 on. Time goes in steps of 1 ms. */
class Network {
  /** When each packet that was played had left the room, and when it was played. */
  readonly played: { sentAtMs: number; atMs: number }[] = []
  readonly pingedAtMs: number[] = []
  isLost = false
  readonly #line = new Line(() => 0.5, 0)
  readonly #oneWayMs: (atMs: number) => number
  readonly #network: Standstill[]
  readonly #sleep: Standstill[]
  /** Serves who has answered within 3 s, as the room does. */
  #lastPongAtMs = 0
  readonly #toRoom: number[] = []
  readonly #toClient: Journey[] = []

  constructor(oneWayMs: (atMs: number) => number, troubles: { network?: Standstill[]; sleep?: Standstill[] } = {}) {
    this.#oneWayMs = oneWayMs
    this.#network = troubles.network ?? []
    this.#sleep = troubles.sleep ?? []
    this.#line.begin(0)
    this.#line.token('t', 0)
    this.#do(this.#line.welcomed(0), 0)
  }

  run(untilMs: number): this {
    for (let nowMs = 1; nowMs <= untilMs; nowMs += 1) {
      this.#room(nowMs)
      if (!isWithin(this.#sleep, nowMs)) this.#client(nowMs)
    }
    return this
  }

  /** For how long nothing was played, from `fromMs` on. */
  silentAfter(fromMs: number): number {
    return (this.played.find(({ atMs }) => atMs >= fromMs)?.atMs ?? Number.POSITIVE_INFINITY) - fromMs
  }

  /** How late the latest packet was played that was played between two moments. */
  latenessBetween(fromMs: number, toMs: number): number {
    const then = this.played.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    return Math.max(0, ...then.map(({ sentAtMs, atMs }) => atMs - sentAtMs))
  }

  #room(nowMs: number): void {
    while ((this.#toRoom[0] ?? Number.POSITIVE_INFINITY) <= nowMs) {
      this.#toRoom.shift()
      this.#lastPongAtMs = nowMs
      this.#send('pong', nowMs)
    }
    if (nowMs % AUDIO_EVERY_MS === 0 && nowMs - this.#lastPongAtMs <= 3_000) this.#send('audio', nowMs)
  }

  #client(nowMs: number): void {
    while ((this.#toClient[0]?.arrivesAtMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const { what, sentAtMs } = this.#toClient.shift() as Journey
      const isLive = this.#line.arrived(nowMs)
      if (what === 'pong') this.#do(this.#line.pong(nowMs), nowMs)
      else if (isLive) this.played.push({ sentAtMs, atMs: nowMs })
      this.#do(this.#line.tick(nowMs), nowMs)
    }
    this.#do(this.#line.tick(nowMs), nowMs)
  }

  #do(effects: { do: string }[], nowMs: number): void {
    for (const effect of effects) {
      if (effect.do === 'lost') this.isLost = true
      if (effect.do !== 'ping') continue
      this.pingedAtMs.push(nowMs)
      this.#toRoom.push(this.#arrival(nowMs))
    }
  }

  #send(what: Freight, nowMs: number): void {
    const before = this.#toClient.at(-1)?.arrivesAtMs ?? 0
    this.#toClient.push({ what, sentAtMs: nowMs, arrivesAtMs: Math.max(before, this.#arrival(nowMs)) })
  }

  #arrival(nowMs: number): number {
    const arrivesAtMs = nowMs + this.#oneWayMs(nowMs)
    const hold = this.#network.find(({ fromMs, toMs }) => arrivesAtMs >= fromMs && arrivesAtMs < toMs)
    return hold?.toMs ?? arrivesAtMs
  }
}

const isWithin = (standstills: Standstill[], atMs: number) =>
  standstills.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)

const FAST_MS = 20
const fast = () => FAST_MS
/** The eleventh ping on such a line. */
const PINGED_AT_MS = 10 * (2 * FAST_MS + PING_INTERVAL_MS)
/** One round trip, to the millisecond that things take at either end. */
const ROUND_TRIP_MS = 2 * FAST_MS + AUDIO_EVERY_MS + 2

describe('a line on which nothing happens', () => {
  it('plays everything', () => {
    const network = new Network(fast).run(5_000)
    expect(network.played.length).toBe((5_000 - FAST_MS) / AUDIO_EVERY_MS)
    expect(network.pingedAtMs[1]).toBe(2 * FAST_MS + PING_INTERVAL_MS)
  })
})

describe('a client that slept for 30 s', () => {
  // While no ping is under way; while one is on its way to the room; while its pong is on the way back.
  it.each([10_500, PINGED_AT_MS + 10, PINGED_AT_MS + 30])(
    'from %i ms on plays nothing of what was said meanwhile',
    (fromMs) => {
      const toMs = fromMs + 30_000
      const network = new Network(fast, { sleep: [{ fromMs, toMs }] }).run(toMs + 3_000)
      expect(network.isLost).toBe(false)
      expect(network.latenessBetween(toMs, toMs + 3_000)).toBeLessThanOrEqual(FAST_MS)
    },
  )

  it('pings the moment it wakes, and hears the room a round trip later', () => {
    const network = new Network(fast, { sleep: [{ fromMs: 10_500, toMs: 40_500 }] }).run(43_000)
    expect(network.pingedAtMs).toContain(40_500)
    expect(network.silentAfter(40_500)).toBeLessThanOrEqual(ROUND_TRIP_MS)
  })

  it('for less than a second has missed nothing that is worth dropping', () => {
    const network = new Network(fast, { sleep: [{ fromMs: 10_500, toMs: 11_400 }] }).run(13_000)
    expect(network.silentAfter(11_400)).toBeLessThanOrEqual(1)
  })
})

describe('a network that stood still for 4.5 s', () => {
  const standstill = (fromMs: number) => [{ fromMs, toMs: fromMs + 4_500 }]

  // A pong on its way back is the first of the backlog; that of a ping which is held too comes behind everything.
  it.each([PINGED_AT_MS + 30, PINGED_AT_MS + 10, 10_600, 11_400])(
    'from %i ms on: nothing of the backlog is played',
    (fromMs) => {
      const toMs = fromMs + 4_500
      const network = new Network(fast, { network: standstill(fromMs) }).run(toMs + 3_000)
      expect(network.isLost).toBe(false)
      expect(network.latenessBetween(toMs, toMs + 3_000)).toBeLessThanOrEqual(FAST_MS + AUDIO_EVERY_MS)
      expect(network.silentAfter(toMs)).toBeLessThanOrEqual(3 * ROUND_TRIP_MS)
    },
  )
})

describe('a slow line', () => {
  it('whose round trip is always 1.2 s is heard all the time', () => {
    const network = new Network(() => 600).run(20_000)
    expect(network.played.length).toBe(Math.floor((20_000 - 600) / AUDIO_EVERY_MS))
  })

  it('that becomes one is silent for no more than two of its round trips', () => {
    const network = new Network((atMs) => (atMs < 10_000 ? 20 : 600)).run(30_000)
    const gaps = network.played.map(({ atMs }, index) => atMs - (network.played[index - 1]?.atMs ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * 1_200)
    expect(network.silentAfter(20_000)).toBeLessThanOrEqual(AUDIO_EVERY_MS)
  })

  it('that becomes a fast one is heard all the time', () => {
    const network = new Network((atMs) => (atMs < 10_000 ? 600 : 20)).run(20_000)
    expect(network.played.length).toBe((20_000 - 20) / AUDIO_EVERY_MS)
  })
})

describe('a single slow pong', () => {
  it('costs one round trip', () => {
    const slowOnce = (atMs: number) => (atMs >= 10_000 && atMs < 11_100 ? 620 : 20)
    const network = new Network(slowOnce).run(20_000)
    const slowPongAtMs = network.played.find(({ sentAtMs, atMs }) => atMs - sentAtMs > 500)?.atMs ?? 0
    expect(slowPongAtMs).toBeGreaterThan(10_000)
    const gaps = network.played.map(({ atMs }, index) => atMs - (network.played[index - 1]?.atMs ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(620 + ROUND_TRIP_MS)
    expect(network.silentAfter(15_000)).toBeLessThanOrEqual(AUDIO_EVERY_MS)
  })
})

describe('audio that comes while a pong is late', () => {
  let line: Line
  beforeEach(() => {
    line = new Line(() => 0.5, 0)
    line.begin(0)
    line.token('t', 0)
    line.welcomed(0)
    line.pong(40)
    line.tick(1_040) // pings
  })

  it('is live as long as it comes: then only the way to the room is slow', () => {
    for (let nowMs = 1_060; nowMs < 4_000; nowMs += 20) {
      line.tick(nowMs)
      expect(line.arrived(nowMs)).toBe(true)
    }
  })

  it('is not behind a pong that took much longer than usual, until the next pong: audio was late by as much', () => {
    const doings = (effects: { do: string }[]) => effects.map((effect) => effect.do)
    for (let nowMs = 1_060; nowMs < 3_000; nowMs += 20) {
      line.tick(nowMs)
      line.arrived(nowMs)
    }
    expect(doings(line.pong(3_000))).toEqual(['measured', 'ping'])
    expect(line.arrived(3_010)).toBe(false)
    line.pong(3_060)
    expect(line.arrived(3_070)).toBe(true)
  })

  it('after a silence is not', () => {
    expect(line.arrived(3_000)).toBe(false)
  })
})
