/**
 * Eight who all speak at once into one playout worklet, here without its thread: the share of the time that an audio
 * thread has for a block, buffers that are not filled in time, and memory that stays behind.
 */

import { Mixer } from '../../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../../src/audio/pcm.ts'
import { BITRATE } from '../../../src/client/opus.ts'
import { packetBytes, readPacket, SLOT_MS, writePacket } from '../../../src/protocol/packet.ts'
import { round } from '../../statistics.ts'
import { ADAPTIVE, newDelay } from '../buffers.ts'
import { makeVoiceEncoder, takeDecoder } from '../codec.ts'
import { type Arrival, carry } from '../link.ts'
import { send } from '../sender.ts'
import { talkOf } from '../talk.ts'
import { readTrace } from '../trace-files.ts'
import { UntaggingDecoder } from '../untagging-decoder.ts'

const SPEAKERS = 8
const MINUTES = 10
/** What is said comes around again: encoding ten minutes eight times would measure the encoder's patience. */
const LOOP_MINUTES = 1
const LOOP_MS = LOOP_MINUTES * 60_000
const HEAP_QUANTA = 100_000
/** A device asks for some 10 ms at a time. */
const DEVICE_QUANTA = 4
const QUANTUM_MS = (QUANTUM_SAMPLES * 1000) / SAMPLE_RATE_HZ

export interface CrowdResult {
  speakers: number
  minutes: number
  /** Of the time that a block may take, the mean. */
  budgetShare: number
  /** Buffers of a device that took longer to fill than they last, by the processor's clock: others use the machine, too. */
  underruns: number
  slowestMs: number
  heapGrowthBytes: number
}

export async function tryCrowd(minutes: number): Promise<CrowdResult> {
  const crowd = await Promise.all(Array.from({ length: SPEAKERS }, (_, index) => arrivalsOf(index + 1)))
  const decoders = await Promise.all(crowd.map(async () => new UntaggingDecoder(await takeDecoder())))
  const trace = readTrace('wifi')
  const mixer = new Mixer({ newDecoder: () => decoders.pop(), newDelay: () => newDelay(ADAPTIVE, trace) })
  const stage = new Stage(
    mixer,
    crowd.flat().sort((a, b) => a.atMs - b.atMs),
  )
  stage.play(HEAP_QUANTA) // everything is compiled, and everybody has come
  const heapGrowthBytes = heapGrowth(() => stage.play(HEAP_QUANTA))
  const lastsMinutes = Math.min(MINUTES, 4 * minutes)
  const quanta = Math.ceil((lastsMinutes * 60_000) / QUANTUM_MS)
  const { totalMs, underruns, slowestMs } = stage.measure(quanta)
  const budgetShare = round(totalMs / (quanta * QUANTUM_MS), 4)
  return {
    speakers: SPEAKERS,
    minutes: lastsMinutes,
    budgetShare,
    underruns,
    slowestMs: round(slowestMs),
    heapGrowthBytes,
  }
}

async function arrivalsOf(speaker: number): Promise<Arrival[]> {
  const encoder = await makeVoiceEncoder({ bitrate: BITRATE, expectedLossPercent: 0 })
  const { departures } = send(talkOf(LOOP_MINUTES, speaker), encoder, 20, speaker)
  return carry(departures, readTrace('wifi'))
}

class Stage {
  readonly #mixer: Mixer
  readonly #arrivals: readonly Arrival[]
  readonly #block = new Float32Array(QUANTUM_SAMPLES)
  #next = 0
  #loops = 0
  #quantum = 0

  constructor(mixer: Mixer, arrivals: readonly Arrival[]) {
    this.#mixer = mixer
    this.#arrivals = arrivals
  }

  play(quanta: number): void {
    for (let count = 0; count < quanta; count += 1) this.#render()
  }

  measure(quanta: number): { totalMs: number; underruns: number; slowestMs: number } {
    const took = { totalMs: 0, underruns: 0, slowestMs: 0 }
    for (let count = 0; count < quanta; count += DEVICE_QUANTA) {
      const before = process.threadCpuUsage()
      this.play(DEVICE_QUANTA)
      const { user, system } = process.threadCpuUsage(before)
      const ms = (user + system) / 1000
      took.totalMs += ms
      took.slowestMs = Math.max(took.slowestMs, ms)
      if (ms > DEVICE_QUANTA * QUANTUM_MS) took.underruns += 1
    }
    return took
  }

  #render(): void {
    const nowMs = this.#quantum * QUANTUM_MS
    this.#quantum += 1
    for (let next = this.#arrivals[this.#next]; next !== undefined; next = this.#arrivals[this.#next]) {
      if (next.atMs + this.#loops * LOOP_MS > nowMs) break
      this.#mixer.receive(next.bytes, nowMs)
      later(next.bytes)
      this.#next += 1
    }
    if (this.#next === this.#arrivals.length) {
      this.#next = 0
      this.#loops += 1
    }
    this.#mixer.render(this.#block, nowMs)
  }
}

/** Moves the packets of a message on to the next time that they are said. */
function later(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const packet = readPacket(bytes, at)
    writePacket({ ...packet, slot: packet.slot + LOOP_MS / SLOT_MS }, bytes, at)
    at += packetBytes(packet)
  }
}

function heapGrowth(run: () => void): number {
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  run()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed - before
}
