/**
 * Tells a phone what this page does with sound (W3C Audio Session; only Safari has it, since 16.4): without it iOS plays
 * Web Audio quietly while a microphone is open, and not at all when the ringer is off.
 */

export type AudioSessionType = 'auto' | 'playback' | 'play-and-record'

export function declareAudioSession(type: AudioSessionType): void {
  const { audioSession } = navigator as { audioSession?: { type: string } }
  if (audioSession !== undefined) audioSession.type = type
}
