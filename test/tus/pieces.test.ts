/** A body cut into pieces: what is full is kept at once, and what is too much never is. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pieces } from '../../src/tus/pieces.ts'

const PIECE = 8

function cut(roomBytes: number) {
  const kept: number[][] = []
  return { kept, pieces: new Pieces(roomBytes, (piece) => kept.push([...piece]), PIECE) }
}

const range = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, at) => from + at)

describe('pieces of a body', () => {
  it('are kept as they are full, and the rest when the body ends or breaks', () => {
    const { kept, pieces } = cut(100)
    expect(pieces.push(range(0, 5))).toBe(true)
    expect(kept).toEqual([])
    expect(pieces.push(range(5, 18))).toBe(true)
    expect(kept).toEqual([[...range(0, 8)], [...range(8, 16)]])
    pieces.flush()
    pieces.flush()
    expect(kept.at(-1)).toEqual([16, 17])
  })

  it('wait where there is room for no more: another byte is too much', () => {
    const { kept, pieces } = cut(PIECE)
    expect(pieces.push(range(0, PIECE))).toBe(true)
    expect(kept).toEqual([])
    expect(pieces.push(range(0, 1))).toBe(false)
    expect(kept).toEqual([])
  })

  it('hold every byte once, in order, however the body is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3 * PIECE })), fc.nat(5 * PIECE), (chunks, roomBytes) => {
        const { kept, pieces } = cut(roomBytes)
        const sent = chunks.flatMap((chunk) => [...chunk])
        const fits = chunks.every((chunk) => pieces.push(chunk))
        if (fits) pieces.flush()
        expect(fits).toBe(sent.length <= roomBytes)
        expect(kept.flat()).toEqual(fits ? sent : sent.slice(0, kept.flat().length))
        expect(kept.slice(0, -1).every(({ length }) => length === PIECE)).toBe(true)
        expect(fits || kept.flat().length < Math.max(1, roomBytes)).toBe(true)
      }),
    )
  })
})
