/** Mumble's bytes: numbers as Protocol Buffers and as audio packets write them, and the messages of a member. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  audioMessage,
  authenticateMessage,
  opusOf,
  pingMessage,
  readVoiceNumber,
  varint,
  versionMessage,
  voiceNumber,
  voiceNumberBytes,
} from '../../../../bench/relay/servers/mumble-wire.ts'

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))

describe('a varint', () => {
  it.each([
    [0, '00'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [0xffff_ffff, 'ffffffff0f'],
  ])('writes %i with the lowest seven bits first', (value, expected) => {
    expect(hex(varint(value))).toBe(expected)
  })
})

describe("an audio packet's number", () => {
  it.each([
    [0x7f, '7f'],
    [0x80, '8080'],
    [0x3fff, 'bfff'],
    [0x4000, 'c04000'],
    [0x1f_ffff, 'dfffff'],
    [0x20_0000, 'e0200000'],
    [0xfff_ffff, 'efffffff'],
    [0x1000_0000, 'f010000000'],
    [0xffff_ffff, 'f0ffffffff'],
  ])('writes %i in as few bytes as hold it', (value, expected) => {
    expect(hex(voiceNumber(value))).toBe(expected)
  })

  it('is read as it was written, and its first byte tells its length', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.nat(8), (value, before) => {
        const written = voiceNumber(value)
        const among = new Uint8Array([...new Uint8Array(before), ...written, 0xff])
        expect(readVoiceNumber(among, before)).toBe(value)
        expect(voiceNumberBytes(written[0] ?? 0)).toBe(written.length)
      }),
    )
  })
})

describe('a message', () => {
  it('says its type and length before what it holds', () => {
    expect(hex(pingMessage())).toBe(hex(bytes('0003 00000000')))
  })

  it('names a protocol version before 1.5', () => {
    // Field 1, 1.3.4 as 0x010304.
    expect(hex(versionMessage())).toBe(hex(bytes('0000 00000004 08 848604')))
  })

  it('authenticates by a name, and says that it knows Opus', () => {
    // Field 1, a text of 3 bytes; field 5, true.
    expect(hex(authenticateMessage('Ada'))).toBe(hex(bytes('0002 00000007 0a 03 416461 28 01')))
  })

  it('carries audio to everybody in the channel', () => {
    // Opus to target 0, sequence 200, 3 bytes.
    expect(hex(audioMessage(200, bytes('aabbcc')))).toBe(hex(bytes('0001 00000007 80 80c8 03 aabbcc')))
  })

  it('says in the length when a talk ends', () => {
    expect(hex(audioMessage(0, bytes('aabbcc'), true))).toBe(hex(bytes('0001 00000007 80 00 a003 aabbcc')))
  })
})

describe('audio from a server', () => {
  it('holds the Opus packet behind session, sequence and length, whatever comes after it', () => {
    expect(hex(opusOf(bytes('80 81f4 c04000 03 aabbcc 0102')))).toBe('aabbcc')
    expect(hex(opusOf(bytes('80 05 00 a003 aabbcc')))).toBe('aabbcc')
  })

  it('is nothing when it is of another kind or ends early', () => {
    expect(opusOf(bytes('20 05 00 03 aabbcc'))).toBeUndefined()
    expect(opusOf(bytes('80 05 00 04 aabbcc'))).toBeUndefined()
  })

  it('reads any bytes without a fault', () => {
    fc.assert(fc.property(fc.uint8Array(), (any) => void opusOf(any)))
  })
})
