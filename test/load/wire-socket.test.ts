/** The lean socket against a real TCP connection on this machine. */

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OpeningRefused } from '../../bench/load/opening.ts'
import { WireSocket } from '../../bench/load/wire-socket.ts'
import { until } from '../support/until.ts'
import { openingAnswer, startWireServer, type WireServer } from './wire-server.ts'

const TEXT = 0x81
const BINARY = 0x82
const CLOSE = 0x88
const PING = 0x89

interface Heard {
  texts: string[]
  binaries: number[][]
  closes: { code: number; reason: string }[]
}

let server: WireServer
let heard: Heard

beforeEach(async () => {
  server = await startWireServer()
})
afterEach(() => server.close())

/** Opens a connection; what it hears is in `heard`. */
async function open(options: { withinMs?: number } = {}): Promise<[WireSocket, Socket]> {
  const mine: Heard = { texts: [], binaries: [], closes: [] }
  heard = mine
  const wire = await WireSocket.open(server.url, options, {
    text: (text) => mine.texts.push(text),
    binary: (bytes) => mine.binaries.push([...bytes]),
    closed: (code, reason) => mine.closes.push({ code, reason }),
  })
  return [wire, await server.next()]
}

async function restartServer(answer: (key: string) => string): Promise<void> {
  await server.close()
  server = await startWireServer(answer)
}

/** What the client sends, from now on. */
function received(socket: Socket): number[] {
  const bytes: number[] = []
  socket.on('data', (data) => bytes.push(...(data as Buffer)))
  return bytes
}

describe('a socket that is open', () => {
  it('hears text and binary, and counts both', async () => {
    const [wire, peer] = await open()
    peer.write(Uint8Array.of(TEXT, 2, 104, 105, BINARY, 3, 1, 2, 3))
    await until(() => heard.binaries.length > 0, 'the binary message')
    expect(heard).toEqual({ texts: ['hi'], binaries: [[1, 2, 3]], closes: [] })
    expect([wire.messagesIn, wire.bytesIn]).toEqual([2, 9])
    wire.destroy()
  })

  it('hears what came in one piece with the answer to the opening', async () => {
    await restartServer((key) => `${openingAnswer(key)}\u0082\u0001\u0007`)
    const [wire] = await open()
    await until(() => heard.binaries.length > 0, 'the message behind the answer')
    expect(heard.binaries).toEqual([[7]])
    wire.destroy()
  })

  it('sends masked frames, and answers a ping with what it carried', async () => {
    const [wire, peer] = await open()
    const bytes = received(peer)
    wire.sendText('hi')
    wire.sendBinary(Uint8Array.of(1))
    peer.write(Uint8Array.of(PING, 1, 9))
    await until(() => bytes.length >= 22, 'three frames')
    const key = [0, 0, 0, 0]
    expect(bytes).toEqual([TEXT, 0x82, ...key, 104, 105, BINARY, 0x81, ...key, 1, 0x8a, 0x81, ...key, 9])
    expect([wire.messagesOut, wire.bytesOut]).toEqual([2, 22])
    wire.destroy()
  })

  it('hears nothing while it is paused, and all of it afterwards', async () => {
    const [paused, peer] = await open()
    const whilePaused = heard
    paused.pause()
    peer.write(Uint8Array.of(BINARY, 1, 5))
    // What came later, on another socket, is heard: so the first could have been too.
    const [other, otherPeer] = await open()
    otherPeer.write(Uint8Array.of(BINARY, 1, 6))
    await until(() => heard.binaries.length > 0, 'the message at the other socket')
    expect(whilePaused.binaries).toEqual([])
    paused.resume()
    await until(() => whilePaused.binaries.length > 0, 'what waited')
    for (const wire of [paused, other]) wire.destroy()
  })
})

describe('the end', () => {
  it('is told once, with code and reason, when the server closes', async () => {
    const [, peer] = await open()
    const bytes = received(peer)
    peer.end(Uint8Array.of(CLOSE, 5, 0x11, 0x4d, 98, 121, 101))
    await until(() => peer.destroyed, 'the connection to end')
    expect(heard.closes).toEqual([{ code: 4429, reason: 'bye' }])
    expect(bytes[0]).toBe(CLOSE)
  })

  it('is 1006 when the connection breaks', async () => {
    const [, peer] = await open()
    peer.resetAndDestroy()
    await until(() => heard.closes.length > 0, 'the end')
    expect(heard.closes).toEqual([{ code: 1006, reason: '' }])
  })

  it('is 1006 here and a reset there when the client is gone without a word', async () => {
    const [wire, peer] = await open()
    const reset = once(peer, 'error')
    wire.destroy()
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }])
    await until(() => heard.closes.length > 0, 'the end')
    expect(heard.closes).toEqual([{ code: 1006, reason: '' }])
  })

  it('is said to the server by a close frame, and nothing is sent behind it', async () => {
    const [wire, peer] = await open()
    const bytes = received(peer)
    wire.close(4000)
    wire.sendText('too late')
    await once(peer, 'end')
    expect(bytes).toEqual([CLOSE, 0x82, 0, 0, 0, 0, 0x0f, 0xa0])
  })

  it('comes with a close frame of 1002 to a server that breaks the protocol', async () => {
    const [, peer] = await open()
    const bytes = received(peer)
    peer.write(Uint8Array.of(0xc2, 0))
    await until(() => bytes.length >= 8, 'the close frame')
    expect([bytes.slice(-2), heard.closes[0]?.code]).toEqual([[1002 >> 8, 1002 & 0xff], 1006])
  })
})

describe('an opening', () => {
  it('is refused with what the server answered', async () => {
    await restartServer(() => 'HTTP/1.1 426 Upgrade Required\r\n\r\n')
    const refusal = await open().catch((error) => error)
    expect(refusal).toBeInstanceOf(OpeningRefused)
    expect([refusal.status, heard.closes]).toEqual([426, []])
  })

  it('fails when the server never answers', async () => {
    await restartServer(() => 'HTTP/1.1 101')
    await expect(open({ withinMs: 50 })).rejects.toThrow('in time')
  })

  it('fails when nobody listens', async () => {
    await server.close()
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
