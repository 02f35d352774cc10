/**
 * Asking for microphones, one after another where the one wished for does not open. A refusal ends that: the next request
 * would be the next prompt. Knows no platform.
 */

import type { PluggedDevice } from './device-follower.ts'
import { asEarshotError } from './errors.ts'
import type { MicrophoneOptions } from './microphone.ts'
import type { SoundOptions } from './sound-treatment.ts'

export interface MicrophoneRequests {
  request(options: MicrophoneOptions): Promise<MediaStreamTrack>
  /** Has at hand what the sound of a caller's track needs; never rejects. */
  prepare(sound: SoundOptions): Promise<unknown>
  /** The microphones that are plugged in. */
  listed(): Promise<readonly PluggedDevice[]>
}

/** By the user, or by whoever decides for them. */
export const isRefused = (error: unknown): boolean =>
  asEarshotError(error, 'microphone-failed').code === 'microphone-refused'

/** What is wished for if it opens, else any other but `lostId`. @throws {EarshotError} as the first, or the refusal */
export async function requestAny(
  edge: MicrophoneRequests,
  wish: MicrophoneOptions,
  lostId: string,
): Promise<MediaStreamTrack> {
  try {
    return await edge.request(wish)
  } catch (error) {
    if (isRefused(error)) throw error
    const others = (await edge.listed()).filter(({ deviceId }) => deviceId !== '' && deviceId !== lostId)
    for (const { deviceId } of others) {
      const answer = await edge.request({ ...wish, deviceId }).catch((failure: unknown) => ({ failure }))
      if (!('failure' in answer)) return answer
      if (isRefused(answer.failure)) throw answer.failure // else the next one
    }
    throw error
  }
}
