/** Links through the air: Wi-Fi, 4G, satellites. Everything goes over TCP, so nothing is lost and all is in order. */

import { between, eachStep, exponential, heldMs, PLAIN, type Random, spreadStalls, type Weather } from './weather.ts'

export function wifi(random: Random): Weather {
  const lengthsMs = [
    ...Array.from({ length: 6 }, () => between(random, 100, 200)),
    ...Array.from({ length: 3 }, () => between(random, 200, 500)),
    between(random, 500, 1_000),
  ]
  const stalls = spreadStalls(random, lengthsMs)
  return {
    ...PLAIN,
    about:
      'Wi-Fi: 12 ms and contention; stalls of 100–200 ms twice a minute, 200–500 ms once, 500–1,000 ms every 3 minutes',
    facts:
      'C. Huitema, "The weird case of the wifi latency spikes" (2023): packets every 20 ms, RTT median 4 ms, p95 8 ms, p99 51 ms, 18 spikes over 100 ms in 10 minutes; K. Sui et al., MobiSys 2016: p90 20 ms, p99 250 ms over 47,000 devices',
    rttMs: 24,
    stalls,
    delaysMs: eachStep((atMs) => {
      const contentionMs = random() < 0.03 ? between(random, 8, 35) : exponential(random, 2, 15)
      return 12 + contentionMs + heldMs(stalls, atMs)
    }),
  }
}

/** Other traffic fills the base station's queue now and then, and it drains again. */
function queueMs(atMs: number, episodes: readonly { fromMs: number; lastsMs: number; mostMs: number }[]): number {
  const episode = episodes.find(({ fromMs, lastsMs }) => atMs >= fromMs && atMs < fromMs + lastsMs)
  if (episode === undefined) return 0
  const through = (atMs - episode.fromMs) / episode.lastsMs
  return episode.mostMs * (through < 0.6 ? through / 0.6 : (1 - through) / 0.4)
}

export function mobile(random: Random): Weather {
  const stalls = spreadStalls(
    random,
    Array.from({ length: 6 }, () => between(random, 100, 300)),
  )
  const episodes = Array.from({ length: 9 }, (_, place) => ({
    fromMs: place * 20_000 + between(random, 0, 15_000),
    lastsMs: between(random, 1_500, 4_000),
    mostMs: between(random, 25, 90),
  }))
  return {
    ...PLAIN,
    about:
      '4G: 35 ms, 0–10 ms for an uplink grant, HARQ, a queue that fills by up to 90 ms every 20 s, handovers of 100–300 ms twice a minute',
    facts:
      '3GPP TR 36.912: scheduling request every 5–10 ms, HARQ round trip 8 ms at 10 % block errors; CMU-CS-22-115: commercial LTE misses 50 ms there and back; rates and lengths of handovers and queues are assumed',
    rttMs: 70,
    stalls,
    delaysMs: eachStep((atMs) => {
      const chance = random()
      const harqMs = chance < 0.01 ? 16 : chance < 0.1 ? 8 : 0
      return 35 + between(random, 0, 10) + harqMs + queueMs(atMs, episodes) + heldMs(stalls, atMs)
    }),
  }
}

const CYCLE_MS = 15_000

export function lowOrbit(random: Random): Weather {
  const cyclesMs = Array.from({ length: 12 }, () => between(random, 0, 12))
  return {
    ...PLAIN,
    about:
      'Satellites in low orbit: 25 ms, another path every 15 s, 40–100 ms more for 140 ms at its begin and 30–60 ms for 75 ms at its end',
    facts:
      'arXiv 2601.08439: latency spikes of about 140 ms at the begin and 75 ms at the end of each 15 s cycle; SpaceX, March 2024: median 33 ms there and back, worst 65 ms',
    rttMs: 50,
    delaysMs: eachStep((atMs) => {
      const into = atMs % CYCLE_MS
      const handoverMs = into < 140 ? between(random, 40, 100) : into >= CYCLE_MS - 75 ? between(random, 30, 60) : 0
      return 25 + (cyclesMs[Math.floor(atMs / CYCLE_MS)] ?? 0) + exponential(random, 4, 30) + handoverMs
    }),
  }
}

export function geostationary(random: Random): Weather {
  return {
    ...PLAIN,
    about: 'A geostationary satellite: 290 ms, up to 25 ms for a place in its frame, 1 % sent twice',
    facts:
      'ITU-T G.114: 260 ms through a geostationary satellite; DVB-RCS2 (ETSI EN 301 545-2): superframes of some 25 ms in which a terminal waits for its place',
    rttMs: 580,
    delaysMs: eachStep(() => 290 + between(random, 0, 25) + (random() < 0.01 ? 45 : 0)),
  }
}
