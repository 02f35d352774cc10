/**
 * Makes a member talk without a pause, as one does who holds a key down: a tone in real Opus, every 20 ms, at a level that
 * the test chooses.
 */

import { makeOpusEncoder } from '../../src/client/opus.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { SLOT_MS } from '../../src/protocol/packet.ts'
import type { Member } from './member.ts'
import { sine } from './tone.ts'

const FRAME_MS = 20
const FRAME_SAMPLES = 960

export interface Talker {
  /** Ends the talk. */
  stop(): void
}

/** `level` is asked for each packet: −dBov. Timers that come late are caught up with. */
export async function talk(member: Member, level: () => number): Promise<Talker> {
  const encoder = await makeOpusEncoder()
  const payload = encoder.encode(sine(440, 0.3, FRAME_SAMPLES))
  const beganAtMs = performance.now()
  let frame = 0
  const send = (talkEnd: boolean) => {
    const slot = (frame * FRAME_MS) / SLOT_MS
    const header = { speaker: 0, talkStart: frame === 0, talkEnd, durationMs: FRAME_MS, level: level(), slot } as const
    member.sendAudio(Uint8Array.from(bundle([{ ...header, payload }])))
    frame += 1
  }
  const timer = setInterval(() => {
    while (frame * FRAME_MS <= performance.now() - beganAtMs) send(false)
  }, FRAME_MS)
  return {
    stop() {
      clearInterval(timer)
      send(true)
    },
  }
}
