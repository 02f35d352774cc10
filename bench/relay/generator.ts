/**
 * The load generator, a process of its own: sits down at every seat, lets the first few speak at 50 packets a second,
 * and times every packet at every listener. Talks with its parent through IPC: a task comes in, samples go back.
 */

import { unbundle } from '../../src/protocol/audio-message.ts'
import { HEADER_BYTES, writePacket } from '../../src/protocol/packet.ts'
import type { Seat } from './seat.ts'

export interface Task {
  seats: Seat[]
  speakers: number
  warmUpMs: number
  measureMs: number
}

export interface Samples {
  sent: number
  /** One for each packet at each listener. */
  delaysMs: number[]
}

const FRAME_MS = 20
/** The load of the reference measurements: header and payload together, about 36 kb/s of Opus. */
const MESSAGE_BYTES = 100
/** How long stragglers may take once the last packet has left. */
const SETTLE_MS = 500
const OPEN_WITHIN_MS = 30_000

process.once('message', async (task: Task) => {
  const samples = await run(task)
  process.send?.(samples, () => process.exit(0))
})

async function run({ seats, speakers, warmUpMs, measureMs }: Task): Promise<Samples> {
  const samples: Samples = { sent: 0, delaysMs: [] }
  const window = { fromMs: 0, toMs: 0 }
  const hear = (data: ArrayBuffer) => {
    const arrivedAtMs = performance.now()
    const reading = unbundle(new Uint8Array(data))
    if (!reading.ok) throw new Error(`The server sent what is no audio message: ${reading.reason}`)
    for (const { payload } of reading.packets) {
      const sentAtMs = new DataView(payload.buffer, payload.byteOffset).getFloat64(0)
      if (sentAtMs >= window.fromMs && sentAtMs < window.toMs) samples.delaysMs.push(arrivedAtMs - sentAtMs)
    }
  }
  const sockets = await Promise.all(seats.map((seat) => sitDown(seat, hear)))
  const startAtMs = performance.now() + FRAME_MS
  window.fromMs = startAtMs + warmUpMs
  window.toMs = window.fromMs + measureMs
  const speaking = sockets.slice(0, speakers).map((socket, index) => {
    // Speakers are not in step with each other.
    const firstAtMs = startAtMs + (index * FRAME_MS) / speakers
    return speak(socket, firstAtMs, window.toMs, (sentAtMs) => {
      if (sentAtMs >= window.fromMs && sentAtMs < window.toMs) samples.sent += 1
    })
  })
  await Promise.all(speaking)
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  for (const socket of sockets) socket.close(1000)
  return samples
}

function sitDown({ url, subprotocols, opening }: Seat, hear: (data: ArrayBuffer) => void): Promise<WebSocket> {
  const socket = new WebSocket(url, subprotocols)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No seat at ${url} within ${OPEN_WITHIN_MS} ms.`)), OPEN_WITHIN_MS)
    const seated = () => {
      clearTimeout(timer)
      resolve(socket)
    }
    socket.addEventListener('open', () => (opening ? socket.send(opening.say) : seated()))
    socket.addEventListener('close', ({ code, reason }) => reject(new Error(`Closed: ${code} ${reason}`)))
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') hear(data)
      else if (opening !== undefined && data.startsWith(opening.until)) seated()
    })
  })
}

/** Sends a packet each frame, by the clock and not by the last timer, so that the rate holds. */
async function speak(socket: WebSocket, fromMs: number, toMs: number, sent: (atMs: number) => void): Promise<void> {
  const message = new Uint8Array(MESSAGE_BYTES)
  const payload = new Uint8Array(MESSAGE_BYTES - HEADER_BYTES)
  const view = new DataView(payload.buffer)
  for (let index = 0; fromMs + index * FRAME_MS < toMs; index += 1) {
    const waitMs = fromMs + index * FRAME_MS - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    const nowMs = performance.now()
    view.setFloat64(0, nowMs)
    const head = { speaker: 0, talkStart: index === 0, talkEnd: false, durationMs: FRAME_MS, level: 30 } as const
    writePacket({ ...head, slot: index * 2, payload }, message)
    socket.send(message)
    sent(nowMs)
  }
}
