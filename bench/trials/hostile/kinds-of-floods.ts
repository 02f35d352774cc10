/** More than the limits allow, of everything that is allowed (docs/protocol.md, section 8), and of the one thing without a limit. */

import { CLOSE } from '../../../src/protocol/close-codes.ts'
import { MAX_CONTROL_BYTES } from '../../../src/protocol/limits.ts'
import type { AttackKind, Knowledge, Message } from './attack.ts'
import { fullMessage, longMessage, soundMessage } from './audio-messages.ts'
import { lie, plainMessage } from './control-messages.ts'
import type { Dice } from './dice.ts'

/** 100 at once and 20 a second: so many are too many even when the room takes 4 s to read them. */
const TOO_MANY_CONTROL = 200
/** 360 packets at once and 120 a second, 20 in a message: too many for the same 4 s. */
const TOO_MANY_AUDIO_MESSAGES = 50
/** Of the longest control messages, 32 at once and four a second. */
const TOO_MANY_LONG = 60
/** Six of the longest packets in a message: 30 of those at once and ten a second. */
const TOO_MANY_LONG_AUDIO = 90
/** The same in messages of one packet. */
const TOO_MANY_PACKETS = 900
const PINGS = 500
const LONGEST_REQUEST = JSON.stringify({ type: 'nothing', more: 'x'.repeat(MAX_CONTROL_BYTES - 28) })

const flood = (count: number, make: (dice: Dice, known: Knowledge) => Message): AttackKind => ({
  weight: 1,
  joins: true,
  ends: CLOSE.tooFast,
  messages: (dice, known) => Array.from({ length: count }, () => make(dice, known)),
})

export const KINDS_OF_FLOODS = {
  'a flood of requests': flood(TOO_MANY_CONTROL, (dice, known) => JSON.stringify(plainMessage(dice, known))),
  'a flood of unknown types': flood(TOO_MANY_CONTROL, () => '{"type":"nothing"}'),
  'a flood of invalid messages': flood(TOO_MANY_CONTROL, () => '{"type":"say"}'),
  'a flood of rosters': flood(TOO_MANY_CONTROL, () => '{"type":"roster","after":0}'),
  'a flood of reports': flood(TOO_MANY_CONTROL, (dice, { bystanders }) => JSON.stringify(lie(dice, bystanders))),
  'a flood of signals': flood(TOO_MANY_CONTROL, (dice, { bystanders }) =>
    JSON.stringify({ type: 'signal', to: dice.pick(bystanders), data: 'offence'.repeat(100) }),
  ),
  'a flood of states': flood(TOO_MANY_CONTROL, (dice) => JSON.stringify({ type: 'state', muted: dice.chance(0.5) })),
  'a flood of full audio': flood(TOO_MANY_AUDIO_MESSAGES, fullMessage),
  'a flood of long requests': flood(TOO_MANY_LONG, () => LONGEST_REQUEST),
  'a flood of long audio': flood(TOO_MANY_LONG_AUDIO, longMessage),
  'a flood of audio': flood(TOO_MANY_PACKETS, (dice) => soundMessage(dice, 1)),
  'a flood of pings': { weight: 1, joins: true, ends: 'stays', messages: () => new Array(PINGS).fill('ping') },
} satisfies Record<string, AttackKind>
