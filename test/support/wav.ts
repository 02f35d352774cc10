/** WAVE files, 16-bit mono: the fake microphone plays them and the tests read them. */

import { readFileSync, writeFileSync } from 'node:fs'

/** RIFF header, format chunk and data chunk header, as sox and we write them. */
const HEADER_BYTES = 44

export interface Sound {
  sampleRateHz: number
  samples: Float32Array
}

export function readWav(path: string | URL): Sound {
  const bytes = readFileSync(path)
  const dataAt = bytes.indexOf('data', 12, 'latin1') + 8
  const count = Math.min(bytes.readUInt32LE(dataAt - 4), bytes.length - dataAt) / 2
  const samples = Float32Array.from({ length: count }, (_, index) => bytes.readInt16LE(dataAt + 2 * index) / 32_768)
  return { sampleRateHz: bytes.readUInt32LE(24), samples }
}

export function writeWav(path: string | URL, { sampleRateHz, samples }: Sound): void {
  const bytes = Buffer.alloc(HEADER_BYTES + 2 * samples.length)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20) // PCM
  bytes.writeUInt16LE(1, 22) // channels
  bytes.writeUInt32LE(sampleRateHz, 24)
  bytes.writeUInt32LE(2 * sampleRateHz, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(2 * samples.length, 40)
  samples.forEach((value, index) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), HEADER_BYTES + 2 * index)
  })
  writeFileSync(path, bytes)
}
