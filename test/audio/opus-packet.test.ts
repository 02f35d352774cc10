/** Which packets bring a copy of the one before them: asked of libopus by what becomes of a loss. */

import { Application, createEncoder, Signal } from 'libopus-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasFec } from '../../src/audio/opus-packet.ts'
import { DecoderShelf } from '../../src/client/opus.ts'
import { readWav } from '../support/wav.ts'

const speech = readWav(new URL('../support/speech.wav', import.meta.url)).samples

async function encode(fec: boolean, application: (typeof Application)[keyof typeof Application], frameMs = 20) {
  const encoder = await createEncoder({
    sampleRate: 48_000,
    channels: 1,
    application,
    signal: Signal.Voice,
    bitrate: 24_000,
    fec,
    packetLossPercent: fec ? 15 : 0,
  })
  const frameSize = frameMs * 48
  return Array.from({ length: 40 }, (_, index) =>
    encoder.encodeFloat(speech.slice(24_000 + index * frameSize, 24_000 + (index + 1) * frameSize), { frameSize }),
  )
}

const withFec = (packets: readonly Uint8Array[]) => packets.filter(hasFec).length

describe('in-band FEC', () => {
  it('is seen in speech that was encoded with it', async () => {
    expect(withFec(await encode(true, Application.Voip))).toBeGreaterThan(20)
  })

  it('is seen in packets of 60 ms', async () => {
    expect(withFec(await encode(true, Application.Voip, 60))).toBeGreaterThan(20)
  })

  it('is not seen in speech that was encoded without, nor in CELT', async () => {
    expect(withFec(await encode(false, Application.Voip))).toBe(0)
    expect(withFec(await encode(true, Application.RestrictedLowDelay))).toBe(0)
  })

  it.each([[[]], [[0]], [[0x0a]], [[0xff, 0xff]], [[0x0b, 0xff]]])('is read from any bytes: %j', (bytes) => {
    expect(hasFec(Uint8Array.from(bytes))).toBe(false)
  })
})

describe('recovery', () => {
  let packets: Uint8Array[]
  beforeAll(async () => {
    packets = await encode(true, Application.Voip)
  })

  /** How far what stands in for packet `lost` is from what it was, as a share of its energy. */
  async function errorOf(lost: number, standIn: 'recover' | 'conceal'): Promise<number> {
    const shelf = await DecoderShelf.create()
    const [whole, broken] = [shelf.take(), shelf.take()]
    for (const packet of packets.slice(0, lost)) for (const decoder of [whole, broken]) decoder?.decode(packet, 960)
    const truth = whole?.decode(packets[lost] ?? null, 960) ?? new Float32Array(960)
    const made =
      standIn === 'recover' ? broken?.recover(packets[lost + 1] ?? new Uint8Array(0), 960) : broken?.decode(null, 960)
    let error = 0
    let energy = 0
    truth.forEach((sample, index) => {
      error += (sample - (made?.[index] ?? 0)) ** 2
      energy += sample ** 2
    })
    return error / energy
  }

  it('is nearer to what was said than concealment', async () => {
    const losts = [8, 12, 16, 20, 24].filter((lost) => hasFec(packets[lost + 1] ?? new Uint8Array(0)))
    expect(losts.length).toBeGreaterThan(2)
    for (const lost of losts) {
      expect(await errorOf(lost, 'recover')).toBeLessThan((await errorOf(lost, 'conceal')) / 2)
    }
  })
})
