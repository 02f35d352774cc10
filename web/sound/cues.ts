/**
 * The sounds of the room: somebody came, somebody went, my microphone or my ears went off or on, a hand went up.
 * Two soft sine notes each, one for the hand, made on the spot, far below the voices; they rise for coming and fall for going.
 */

import { soundsOn } from '../app/preferences.ts'
import type { Desk } from '../devices/desk.ts'

const E5_HZ = 659.26
const A5_HZ = 880
const B4_HZ = 493.88

const CUES = {
  joined: [E5_HZ, A5_HZ],
  left: [A5_HZ, E5_HZ],
  muted: [E5_HZ, B4_HZ],
  unmuted: [B4_HZ, E5_HZ],
  hand: [A5_HZ],
} as const

export type Cue = keyof typeof CUES

const NOTE_S = 0.085
const FADE_S = 0.16
/** −27 dB: heard in a pause, not over a voice. */
const LOUDNESS = 0.045

export function playCue(desk: Desk, cue: Cue): void {
  const context = desk.audio?.context
  if (!soundsOn.peek() || context === undefined || context.state !== 'running') return
  let atS = context.currentTime
  for (const frequencyHz of CUES[cue]) {
    playNote(context, frequencyHz, atS)
    atS += NOTE_S
  }
}

function playNote(context: AudioContext, frequencyHz: number, atS: number): void {
  const note = new OscillatorNode(context, { frequency: frequencyHz })
  const envelope = new GainNode(context, { gain: 0 })
  envelope.gain.setValueAtTime(0, atS)
  envelope.gain.linearRampToValueAtTime(LOUDNESS, atS + 0.012)
  envelope.gain.exponentialRampToValueAtTime(0.0001, atS + FADE_S)
  note.connect(envelope).connect(context.destination)
  note.start(atS)
  note.stop(atS + FADE_S)
}
