/** The check of a clip on whatever bytes, in whatever pieces: it tells, and nothing else happens. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeClip } from '../../src/clips/clip-file.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import { check, verdict } from './checked.ts'
import { fileOf } from './ogg-file.ts'
import { row, TAGS, timelineFrom } from './spoken.ts'

describe('any bytes', () => {
  const anyCuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 })

  it('are judged alike however they are cut', async () => {
    const { bytes } = await writeClip(timelineFrom(row(0, 120)), TAGS)
    const files = [bytes, bytes.slice(0, -5), fileOf(), joinBytes([bytes, bytes]), new Uint8Array(90)]
    fc.assert(
      fc.property(fc.constantFrom(...files), anyCuts, (file, cuts) => {
        const pieces: Uint8Array[] = []
        for (let at = 0, turn = 0; at < file.length; turn += 1) {
          const size = cuts[turn % cuts.length] as number
          pieces.push(file.slice(at, at + size))
          at += size
        }
        expect(check(...pieces)).toEqual(check(file))
      }),
    )
  })

  it('are refused without an error', () => {
    const anyPackets = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 })
    fc.assert(
      fc.property(anyPackets, fc.maxSafeInteger(), fc.uint8Array(), (packets, granule, rest) => {
        expect(verdict(rest)).toMatch(/^(not-ogg-opus|cut-off)$/)
        verdict(joinBytes([fileOf({ audio: [{ packets, granule }] }), rest]))
        verdict(joinBytes([fileOf({ head: packets[0] ?? rest, tags: rest }), rest]))
      }),
    )
  })
})
