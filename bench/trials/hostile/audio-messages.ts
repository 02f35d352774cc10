/** Audio messages that keep the rules, and ones that break each of them. */

import { bundle, MAX_PACKETS_PER_MESSAGE } from '../../../src/protocol/audio-message.ts'
import { MAX_OPUS_BYTES, MAX_SLOT, type Packet } from '../../../src/protocol/packet.ts'
import { malformed } from '../../../test/protocol/vectors.ts'
import type { Dice } from './dice.ts'

/** What every message of an attacker carries, so that a listener can tell where a packet came from. */
export const OFFENDERS_MARK = 0xee

export function packet(dice: Dice): Packet {
  const isEnd = dice.chance(0.1)
  const payload = new Uint8Array(dice.pick([1, 60, 120, MAX_OPUS_BYTES])).fill(OFFENDERS_MARK)
  return {
    speaker: 0,
    talkStart: dice.chance(0.3),
    talkEnd: isEnd,
    durationMs: dice.pick([10, 20, 40, 60]),
    level: dice.pick([0, 0, 0, 20, 127]),
    slot: dice.pick([0, dice.between(0, 1_000_000), MAX_SLOT]),
    payload,
  }
}

/** Well-formed, whatever it claims: slots that run backwards, the loudest level, the longest payload. */
export function soundMessage(dice: Dice, packets = dice.between(1, 5)): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bundle(Array.from({ length: packets }, () => packet(dice))))
}

/** As many small packets as a message may hold. */
export function fullMessage(dice: Dice): Uint8Array<ArrayBuffer> {
  const one = { ...packet(dice), payload: new Uint8Array(20).fill(OFFENDERS_MARK) }
  return Uint8Array.from(bundle(Array.from({ length: MAX_PACKETS_PER_MESSAGE }, () => one)))
}

/** As many of the longest packets as a message may hold. */
export function longMessage(dice: Dice): Uint8Array<ArrayBuffer> {
  const one = { ...packet(dice), payload: new Uint8Array(MAX_OPUS_BYTES).fill(OFFENDERS_MARK) }
  return Uint8Array.from(bundle(new Array(6).fill(one)))
}

/** One of the golden vectors' faults [W1–W8, W10, W12]; `message-too-long` has a close code of its own. */
export function faultyMessage(dice: Dice, isTooLong: boolean): Uint8Array<ArrayBuffer> {
  const faulty = malformed.filter(({ fault }) => (fault === 'message-too-long') === isTooLong)
  return Uint8Array.from(dice.pick(faulty).bytes)
}

/** A sound message with some bytes changed, or cut short, or with more behind it. */
export function mutatedAudio(dice: Dice): Uint8Array<ArrayBuffer> {
  const bytes = soundMessage(dice)
  for (let change = dice.between(1, 4); change > 0; change -= 1) {
    bytes[dice.between(0, bytes.length - 1)] = dice.between(0, 255)
  }
  if (dice.chance(0.2)) return bytes.slice(0, dice.between(0, bytes.length))
  return dice.chance(0.2) ? Uint8Array.from([...bytes, ...dice.bytes(dice.between(1, 20))]) : bytes
}
