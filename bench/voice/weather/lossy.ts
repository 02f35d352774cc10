/** Links that lose: TCP, which makes up for it by holding everything back, and a DataChannel, which does not. */

import { STEP_MS } from '../trace.ts'
import { between, eachStep, exponential, PLAIN, type Random, type Weather } from './weather.ts'

const ONE_WAY_MS = 20
const RTT_MS = 2 * ONE_WAY_MS
/** RFC 8985 §6.2: a segment is lost when one that left later was acknowledged, and a quarter of the RTT has passed. */
const REORDERING_MS = RTT_MS / 4
/** RFC 6298 with Linux's least variance of 200 ms; it doubles each time. */
const TIMEOUT_MS = RTT_MS + 200

export const tcp =
  (loss: number) =>
  (random: Random): Weather => ({
    ...PLAIN,
    about: `TCP over a line of ${RTT_MS} ms there and back that loses ${loss * 100} % of the segments: each loss holds everything until it is sent again`,
    facts:
      'RFC 8985 (RACK-TLP): lost when a later segment is acknowledged and RTT/4 has passed; sent again and lost again: RFC 6298, RTT + 200 ms as in Linux, doubling',
    rttMs: RTT_MS,
    delaysMs: eachStep(() => ONE_WAY_MS + exponential(random, 1.5, 12) + againMs(random, loss)),
  })

/** How much later a segment comes because it, and what told of its loss, were lost. */
function againMs(random: Random, loss: number): number {
  if (random() >= loss) return 0
  let lateMs = STEP_MS + RTT_MS + REORDERING_MS
  while (random() < loss) lateMs += STEP_MS // the next segment would have told of it, but was lost too
  for (let timeoutMs = TIMEOUT_MS; random() < loss; timeoutMs *= 2) lateMs += timeoutMs
  return lateMs
}

const DATAGRAM_MS = 25

/** Some take another way and are overtaken. */
const datagramMs = (random: Random): number =>
  DATAGRAM_MS + between(random, 0, 8) + (random() < 0.03 ? between(random, 20, 45) : 0)

export const dataChannel =
  (loss: number) =>
  (random: Random): Weather => ({
    ...PLAIN,
    about: `A DataChannel, unordered, nothing sent again: ${loss * 100} % lost, each by itself, 3 % overtaken`,
    facts: 'RFC 8831 §6.6 with maxRetransmits 0; independent loss as netem and the codecs’ own tests have it',
    rttMs: 2 * DATAGRAM_MS,
    ordered: false,
    fecPercent: loss * 100,
    delaysMs: eachStep(() => (random() < loss ? null : datagramMs(random))),
  })

/** E. N. Gilbert 1960, E. O. Elliott 1963: a line is good or bad, and stays so for a while. */
export function burstyDataChannel(random: Random): Weather {
  let isBad = false
  return {
    ...PLAIN,
    about:
      'A DataChannel, unordered, nothing sent again: 5 % lost in bursts of 2–3 packets (bad 5.4 % of the time, 85 % lost then), 3 % overtaken',
    facts: 'the model of Gilbert and Elliott, from good to bad 2 %, back 35 %',
    rttMs: 2 * DATAGRAM_MS,
    ordered: false,
    fecPercent: 5,
    delaysMs: eachStep(() => {
      isBad = isBad ? random() >= 0.35 : random() < 0.02
      return isBad && random() < 0.85 ? null : datagramMs(random)
    }),
  }
}
