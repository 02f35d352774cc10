/** The packet against docs/protocol.md section 5: the golden vectors, both ways. */

import { describe, expect, it } from 'vitest'
import { bundle, stampMessage, unbundle } from '../../src/protocol/audio-message.ts'
import { hexOf, malformed, wellFormed } from './vectors.ts'

describe('golden vectors', () => {
  it.each(wellFormed)('[$rule] decodes $name', ({ bytes, packets }) => {
    expect(unbundle(bytes)).toEqual({ ok: true, packets })
  })

  it.each(wellFormed)('[$rule] encodes $name', ({ bytes, packets }) => {
    expect(hexOf(bundle(packets))).toBe(hexOf(bytes))
  })

  it.each(malformed)('[$rule] a room refuses $name', ({ bytes, fault }) => {
    const before = hexOf(bytes)
    expect(stampMessage(bytes, 9)).toBe(fault)
    expect(hexOf(bytes)).toBe(before)
  })

  it.each(malformed.filter(({ receiver }) => receiver === 'either'))('[$rule] a client refuses $name', (vector) => {
    expect(unbundle(vector.bytes)).toEqual({ ok: false, reason: vector.fault })
  })
})
