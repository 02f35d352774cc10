/** Links along wires: one network, clocks that differ, and a large room's turns. */

import { between, eachStep, exponential, PLAIN, type Random, type Weather } from './weather.ts'

export const clean = (): Weather => ({
  ...PLAIN,
  about: 'A line that does nothing: always 1 ms',
  facts: 'nothing to measure; it shows what the engine itself adds',
  rttMs: 2,
  delaysMs: eachStep(() => 1),
})

export function lan(random: Random): Weather {
  return {
    ...PLAIN,
    about: 'One local network: 1–2 ms, a scheduler late by 3–8 ms once in a hundred',
    facts:
      'RTT below 1 ms on Ethernet; browsers and servers that share a machine wake some milliseconds late now and then',
    rttMs: 2,
    delaysMs: eachStep(() => 1 + random() + (random() < 0.01 ? between(random, 3, 8) : 0)),
  }
}

/** The line of a house, and two clocks. */
export const drift =
  (driftPpm: number) =>
  (random: Random): Weather => ({
    ...PLAIN,
    about: `A cable: 15 ms and some jitter; the speaker's clock runs ${Math.abs(driftPpm)} ppm too ${driftPpm > 0 ? 'fast' : 'slow'}`,
    facts: 'crystals of sound cards are within 100 ppm of each other (48,008 Hz for 48,000 seen), cheap ones worse',
    rttMs: 30,
    driftPpm,
    delaysMs: eachStep(() => 15 + exponential(random, 1.5, 12)),
  })

const ONE_WAY_MS = 10
/** A timer's lateness under load. */
const LATE_MS = 5

/** A room that passes on what it has every `turnMs`, and asks for `messageMs` of audio in a message. */
export const largeRoom =
  (messageMs: number, turnMs: number) =>
  (random: Random): Weather => {
    const late = new Map<number, number>()
    const lateMs = (turn: number): number => {
      const known = late.get(turn) ?? between(random, 0, LATE_MS)
      late.set(turn, known)
      return known
    }
    const phaseMs = between(random, 0, turnMs)
    return {
      ...PLAIN,
      about: `A large room: messages of ${messageMs} ms, passed on in turns of ${turnMs} ms whose timer is up to ${LATE_MS} ms late, ${ONE_WAY_MS} ms on either side`,
      facts: 'docs/protocol.md, W13 and W22; docs/performance.md for the lateness of timers',
      rttMs: 4 * ONE_WAY_MS,
      messageMs,
      delaysMs: eachStep((atMs) => {
        const turn = Math.ceil((atMs + ONE_WAY_MS - phaseMs) / turnMs)
        return phaseMs + turn * turnMs + lateMs(turn) + ONE_WAY_MS - atMs
      }),
    }
  }
