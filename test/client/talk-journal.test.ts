/** The journal of a session, on a file system that is not there. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wholePackets } from '../../src/client/posted-talk.ts'
import { talkLockName } from '../../src/client/talk-files.ts'
import { TalkJournal } from '../../src/client/talk-journal.ts'
import { readPacket } from '../../src/protocol/packet.ts'
import { FakeTalkFiles } from '../support/fake-talk-files.ts'
import { markedMessage } from '../support/packets.ts'

/** Of a room whose id begins as any may: with a hyphen. */
const NAME = '-RRRRRRRRRRRRRRRRRRRRR.SSSSSSSSSSSSSSSSSSSSSS'

let disk: FakeTalkFiles
let journal: TalkJournal
beforeEach(() => {
  vi.useFakeTimers()
  disk = new FakeTalkFiles()
  vi.stubGlobal('navigator', disk.navigator)
  const [room, session] = NAME.split('.') as [string, string]
  journal = new TalkJournal(room, session)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Everything that the platform has promised has come. */
const settled = () => vi.advanceTimersByTimeAsync(0)
const slots = () => wholePackets(disk.files.get(NAME) ?? new Uint8Array(0)).map((bytes) => readPacket(bytes).slot)

describe('a journal', () => {
  it('is made with the first packet, and under a lock of its own', async () => {
    await settled()
    expect([disk.files.size, disk.locks.size]).toEqual([0, 0])
    journal.append([markedMessage(0, 'a')])
    journal.append([markedMessage(2, 'b'), markedMessage(4, 'c')])
    await settled()
    expect(slots()).toEqual([0, 2, 4])
    expect([...disk.locks]).toEqual([talkLockName(NAME)])
  })

  it('is written anew with what is still held', async () => {
    journal.append([markedMessage(0, 'a'), markedMessage(2, 'b'), markedMessage(4, 'c')])
    journal.writeAnew([markedMessage(4, 'c')])
    journal.append([markedMessage(6, 'd')])
    await settled()
    expect(slots()).toEqual([4, 6])
  })

  it('that is killed while it is written anew holds what was written, and nothing behind it', async () => {
    journal.append([markedMessage(0, 'a'), markedMessage(2, 'b'), markedMessage(4, 'c'), markedMessage(6, 'd')])
    await settled()
    disk.isNeverShortened = true
    journal.writeAnew([markedMessage(6, 'd')])
    expect(slots()).toEqual([6])
  })

  it('goes with its session when nothing is left in it', async () => {
    journal.append([markedMessage(0, 'a')])
    journal.writeAnew([])
    await journal.end()
    expect([disk.files.size, disk.locks.size]).toEqual([0, 0])
  })

  it('stays when something is, without its lock', async () => {
    journal.append([markedMessage(0, 'a')])
    await journal.end()
    expect(slots()).toEqual([0])
    expect(disk.locks.size).toBe(0)
  })

  it('of a session that kept nothing leaves no trace, whatever comes too late', async () => {
    await journal.end()
    journal.append([markedMessage(0, 'a')])
    await settled()
    expect(disk.files.size).toBe(0)
  })
})

describe('without files', () => {
  it.each([
    ['that may be used', () => Object.assign(disk, { isForbidden: true })],
    ['and locks', () => vi.stubGlobal('navigator', {})],
  ])('%s nothing is written, silently', async (_, take) => {
    take()
    journal.append([markedMessage(0, 'a')])
    await settled()
    journal.writeAnew([])
    await journal.end()
    expect(disk.files.size).toBe(0)
  })

  it('to write on from the first byte, nothing is there', async () => {
    disk.isFull = true
    journal.append([markedMessage(0, 'a')])
    journal.append([markedMessage(2, 'b')])
    await settled()
    journal.append([markedMessage(4, 'c')])
    expect(slots()).toEqual([])
  })

  it('to write on, what is there stays, until it has to go', async () => {
    journal.append([markedMessage(0, 'a')])
    await settled()
    disk.isFull = true
    journal.append([markedMessage(2, 'b')])
    journal.append([markedMessage(4, 'c')])
    expect(slots()).toEqual([0])
    journal.writeAnew([])
    await settled()
    expect(disk.files.size).toBe(0)
  })
})
