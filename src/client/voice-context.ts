/** The `AudioContext` of a voice: made as the browser needs it, and led to a speaker where the browser has a say in it. */

import { SAMPLE_RATE_HZ } from '../audio/pcm.ts'

/** 48 kHz is the codec's rate. Firefox refuses to connect a microphone of another rate, so there it is the device's. */
export function newVoiceContext(): AudioContext {
  const isFirefox = navigator.userAgent.includes('Firefox/')
  return new AudioContext({ latencyHint: 'interactive', ...(isFirefox ? {} : { sampleRate: SAMPLE_RATE_HZ }) })
}

/** Rejects with what the browser says, and goes on as before. */
export async function playThrough(context: AudioContext, deviceId: string): Promise<void> {
  await (context as { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(deviceId)
}
