/** WebSocket frames from a server, in whatever pieces they come: RFC 6455 §5. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientFrame, closePayload, type FrameFault, FrameReader, OPCODE } from '../../bench/load/frames.ts'

const MAX_MESSAGE_BYTES = 100_000

interface Read {
  messages: { isText: boolean; bytes: number[] }[]
  pings: number[][]
  closes: { code: number; reason: string }[]
  fault: FrameFault | undefined
}

/** Pushes the chunks one after another, each from the same memory, as a socket's read buffer is. */
function read(chunks: readonly Uint8Array[]): Read {
  const seen: Read = { messages: [], pings: [], closes: [], fault: undefined }
  const reader = new FrameReader(
    {
      message: (isText, payload) => void seen.messages.push({ isText, bytes: [...payload] }),
      ping: (payload) => void seen.pings.push([...payload]),
      close: (code, reason) => void seen.closes.push({ code, reason }),
    },
    MAX_MESSAGE_BYTES,
  )
  const memory = Buffer.alloc(Math.max(0, ...chunks.map(({ length }) => length)))
  for (const chunk of chunks) {
    memory.set(chunk)
    seen.fault = reader.push(memory.subarray(0, chunk.length))
    memory.fill(0xee)
  }
  return seen
}

const FINAL = 0x80

/** A frame as a server sends it: without a mask. */
function frame(opcode: number, payload: Iterable<number>, first = FINAL | opcode): Uint8Array {
  const bytes = [...payload]
  const { length } = bytes
  if (length <= 125) return Uint8Array.of(first, length, ...bytes)
  const head = length < 0x1_0000 ? [126, length >> 8, length & 0xff] : [127, 0, 0, 0, 0, ...bigEndian(length)]
  return Uint8Array.from([first, ...head, ...bytes])
}

const bigEndian = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
const counting = (length: number): number[] => Array.from({ length }, (_, index) => index % 251)
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const binaryOf = (bytes: number[]) => ({ isText: false, bytes })

describe('a frame', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 99_999])(
    'of %i bytes is read, with its length in 7, 16 or 64 bits',
    (length) => {
      const payload = counting(length)
      expect(read([frame(OPCODE.binary, payload)]).messages).toEqual([binaryOf(payload)])
    },
  )

  it('tells text from binary', () => {
    const { messages } = read([joined(frame(OPCODE.text, [104, 105]), frame(OPCODE.binary, [104, 105]))])
    expect(messages.map(({ isText }) => isText)).toEqual([true, false])
  })

  it('is the same message wherever TCP cuts it', () => {
    const bytes = joined(
      frame(OPCODE.binary, counting(200)),
      frame(OPCODE.text, [1]),
      frame(OPCODE.binary, counting(3)),
    )
    const whole = read([bytes])
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole)
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
    expect(whole.messages).toHaveLength(3)
  })

  it('is the same message however TCP cuts a long run of them', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 })
    const cuts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 })
    fc.assert(
      fc.property(sizes, cuts, (lengths, steps) => {
        const bytes = joined(...lengths.map((length) => frame(OPCODE.binary, counting(length))))
        const chunks: Uint8Array[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const to = at + (steps[turn % steps.length] as number)
          chunks.push(bytes.subarray(at, to))
          at = to
        }
        expect(read(chunks).messages).toEqual(lengths.map((length) => binaryOf(counting(length))))
      }),
    )
  })
})

describe('a message in fragments', () => {
  const start = frame(OPCODE.binary, [1, 2], OPCODE.binary)
  const middle = frame(OPCODE.continuation, [3], OPCODE.continuation)
  const end = frame(OPCODE.continuation, [4, 5])

  it('is put together', () => {
    expect(read([start, middle, end]).messages).toEqual([binaryOf([1, 2, 3, 4, 5])])
  })

  it('lets a ping pass in between', () => {
    const { messages, pings } = read([joined(start, frame(OPCODE.ping, [9]), end)])
    expect([messages, pings]).toEqual([[binaryOf([1, 2, 4, 5])], [[9]]])
  })

  it('is followed by messages that are whole', () => {
    expect(read([joined(start, end, frame(OPCODE.binary, [6]))]).messages).toHaveLength(2)
  })

  it('counts whole against the longest message', () => {
    const half = counting(MAX_MESSAGE_BYTES / 2)
    const first = frame(OPCODE.binary, half, OPCODE.binary)
    expect(read([first, frame(OPCODE.continuation, half)]).messages).toHaveLength(1)
    const { messages, fault } = read([first, frame(OPCODE.continuation, [...half, 1])])
    expect([messages.length, fault]).toEqual([0, 'too-long'])
  })
})

describe('a close frame', () => {
  it('tells code and reason, and nothing is read behind it', () => {
    const close = frame(OPCODE.close, closePayload(4429, 'tooFast: é'))
    const { closes, messages } = read([joined(close, frame(OPCODE.binary, [1])), frame(OPCODE.binary, [2])])
    expect([closes, messages]).toEqual([[{ code: 4429, reason: 'tooFast: é' }], []])
  })

  it('without a code counts as 1005', () => {
    expect(read([frame(OPCODE.close, [])]).closes).toEqual([{ code: 1005, reason: '' }])
  })
})

describe('what a server may not send', () => {
  it.each<[FrameFault, Uint8Array]>([
    ['reserved-bits', Uint8Array.of(FINAL | 0x40 | OPCODE.binary, 0)],
    ['unknown-opcode', Uint8Array.of(FINAL | 3, 0)],
    ['unknown-opcode', Uint8Array.of(FINAL | 11, 0)],
    ['masked', Uint8Array.of(FINAL | OPCODE.binary, 0x80, 0, 0, 0, 0)],
    ['bad-control-frame', Uint8Array.of(OPCODE.ping, 0)],
    ['bad-control-frame', frame(OPCODE.ping, counting(126))],
    ['bad-close-frame', frame(OPCODE.close, [3])],
    ['continuation-of-nothing', frame(OPCODE.continuation, [1])],
    ['unfinished-message', joined(frame(OPCODE.binary, [1], OPCODE.binary), frame(OPCODE.binary, [2]))],
    ['too-long', frame(OPCODE.binary, counting(MAX_MESSAGE_BYTES + 1))],
  ])('is found: %s', (fault, bytes) => {
    const seen = read([bytes, frame(OPCODE.binary, [1])])
    expect([seen.fault, seen.messages]).toEqual([fault, []])
  })

  it('is found by its head, before a long payload has come', () => {
    const head = Uint8Array.of(FINAL | OPCODE.binary, 127, 0, 1, 0, 0, 0, 0, 0, 0)
    expect(read([head]).fault).toBe('too-long')
  })

  it('never makes it throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        expect(() => read(chunks)).not.toThrow()
      }),
    )
  })
})

describe("a client's frame", () => {
  it.each([0, 125, 126, 65_535, 65_536])('of %i bytes says its length and that it is masked', (length) => {
    const payload = Uint8Array.from(counting(length))
    const bytes = clientFrame(OPCODE.binary, payload)
    const unmasked = frame(OPCODE.binary, payload)
    const headBytes = unmasked.length - length
    unmasked[1] = (unmasked[1] as number) | 0x80
    // The masking key of four zeros stands between the length and the payload.
    expect([...bytes]).toEqual([...unmasked.subarray(0, headBytes), 0, 0, 0, 0, ...payload])
  })
})
