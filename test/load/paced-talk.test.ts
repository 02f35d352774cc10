/** What a speaker of a load puts into a message: as the room's `pace` says. */

import { expect, it } from 'vitest'
import { talkEndAfter, writeMarked } from '../../bench/load/marked-packet.ts'
import { PacedTalk } from '../../bench/load/paced-talk.ts'

const packet = (sequence: number) => writeMarked({ speaker: 0, sequence, readyAtMs: 0 })
const FRAME_MS = 20
const PACKET_BYTES = 100

/** How many packets the messages hold that leave at each of these packets. */
const leaving = (talk: PacedTalk, sequences: number[]): number[][] =>
  sequences.map((sequence) =>
    talk.push(packet(sequence), sequence * FRAME_MS).map(({ length }) => length / PACKET_BYTES),
  )

it('[C30] sends each packet by itself before the room says otherwise', () => {
  expect(leaving(new PacedTalk(), [0, 1, 2])).toEqual([[1], [1], [1]])
})

it('[C30] holds as much as the room asks for', () => {
  const talk = new PacedTalk()
  leaving(talk, [0])
  talk.pace(true, 60)
  expect(leaving(talk, [1, 2, 3, 4])).toEqual([[], [], [3], []])
})

it('[W22] lets go of what is held when it is to hold less, and at the end of the talk', () => {
  const talk = new PacedTalk()
  leaving(talk, [0])
  talk.pace(false, 200)
  leaving(talk, [1, 2])
  expect(talk.pace(true, 20).map(({ length }) => length)).toEqual([2 * PACKET_BYTES])
  talk.pace(true, 60)
  leaving(talk, [3])
  const end = talkEndAfter(4)
  expect(talk.push(end, 100).map(({ length }) => length)).toEqual([PACKET_BYTES + end.length])
})

it('[W24] begins each talk as if it were heard', () => {
  const talk = new PacedTalk()
  leaving(talk, [0])
  talk.pace(false, 200)
  expect([talk.isHeard, leaving(talk, [1])]).toEqual([false, [[]]])
  expect([leaving(talk, [0]), talk.isHeard]).toEqual([[[1, 1]], true])
})

it('keeps no hold on the bytes it is given', () => {
  const talk = new PacedTalk()
  leaving(talk, [0])
  talk.pace(true, 40)
  const reused = packet(1)
  talk.push(reused, 0)
  reused.fill(0xff)
  const [message] = talk.push(packet(2), 20)
  expect(message?.subarray(0, PACKET_BYTES)).toEqual(packet(1))
})
