/** Connections for probes, without a network: what the other end sends is up to the test. */

import type { ProbeLine } from '../../src/turn/probe.ts'

export interface FakeLine extends ProbeLine {
  /** What was written, and whether `close` was called. */
  written: Uint8Array[]
  isClosed: boolean
}

/** Each request is answered by the pieces that `answer` makes of it; `null` ends the connection. */
export function fakeLine(
  answer: (request: Uint8Array) => (Uint8Array | null)[],
  opened: Promise<unknown> = Promise.resolve(),
): FakeLine {
  const { readable, writable } = new TransformStream<Uint8Array>()
  const answers = writable.getWriter()
  const send = (piece: Uint8Array | null) => (piece === null ? answers.close() : answers.write(piece))
  const line: FakeLine = {
    written: [],
    isClosed: false,
    readable,
    writable: new WritableStream({
      write: (request) => {
        line.written.push(request)
        for (const piece of answer(request)) send(piece).catch(() => {}) // closed by then: nobody reads it
      },
    }),
    opened,
    closed: new Promise(() => {}),
    close: async () => {
      line.isClosed = true
    },
  }
  return line
}
