/**
 * Reaching a microphone, and saying exactly why it cannot be reached.
 */

import { CHANNELS } from '../audio/sound-profile.ts'
import { EarshotError, type EarshotErrorCode } from './errors.ts'
import type { SoundOptions } from './sound-treatment.ts'

/** What to ask of a microphone. Echo cancellation, noise suppression and gain control are on unless switched off, or it is music. */
export interface MicrophoneOptions extends SoundOptions {
  deviceId?: string
  echoCancellation?: boolean
  autoGainControl?: boolean
}

/** Media Capture and Streams §10.2, `getUserMedia`, by `DOMException.name`. */
const CODES: Record<string, EarshotErrorCode> = {
  NotAllowedError: 'microphone-refused',
  SecurityError: 'microphone-refused',
  NotFoundError: 'microphone-none',
  OverconstrainedError: 'microphone-none',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-failed',
}

/** @throws {EarshotError} `page-insecure`, `browser-unsupported` */
export function assertCanHaveAudio(): void {
  if (!isSecureContext) throw new EarshotError('page-insecure')
  const needed = ['AudioWorkletNode', 'WebAssembly', 'Worker', 'MessageChannel', 'WebSocket']
  const missing = needed.filter((name) => !(name in globalThis))
  if (missing.length > 0) throw new EarshotError('browser-unsupported', { cause: missing })
}

/**
 * Opens a microphone; the system's choice when the one asked for is gone.
 * @throws {EarshotError} `microphone-…`, `page-insecure`, `browser-unsupported`
 */
export async function requestMicrophone(options: MicrophoneOptions): Promise<MediaStreamTrack> {
  assertCanHaveAudio()
  if (navigator.mediaDevices?.getUserMedia === undefined) throw new EarshotError('browser-unsupported')
  try {
    return await ask(options)
  } catch (error) {
    const { deviceId, ...rest } = options
    if (deviceId !== undefined && isGone(error)) return requestMicrophone(rest)
    throw microphoneError(error)
  }
}

export function microphoneError(error: unknown): EarshotError {
  const name = error instanceof DOMException ? error.name : ''
  return new EarshotError(CODES[name] ?? 'microphone-failed', { cause: error })
}

const isGone = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')

async function ask(options: MicrophoneOptions): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: constraintsOf(options) })
  const [track] = stream.getAudioTracks()
  if (track === undefined) throw new EarshotError('microphone-none')
  if (cancelsEcho(options) && track.getSettings().echoCancellation === false) await settleForLess(track, options)
  return track
}

/** A browser that knows 'all' and has it not for this device may leave the echo as it is: then what it has. */
async function settleForLess(track: MediaStreamTrack, options: MicrophoneOptions): Promise<void> {
  const { deviceId: _, ...constraints } = constraintsOf(options)
  // Some refuse to change an open microphone: then there is an echo, and a voice.
  await track.applyConstraints({ ...constraints, echoCancellation: true }).catch(() => undefined)
}

const cancelsEcho = ({ echoCancellation = true, music = false }: MicrophoneOptions): boolean =>
  echoCancellation && !music

export function constraintsOf(options: MicrophoneOptions): MediaTrackConstraints {
  const { deviceId, noiseSuppression = true, autoGainControl = true, music = false } = options
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    // 'all' cancels what Web Audio plays as well; a browser that does not know it reads it as true.
    echoCancellation: cancelsEcho(options) ? { ideal: 'all' } : false,
    // What is left to ours is not done twice: noise that has been cut into is harder to tell from a voice.
    noiseSuppression: noiseSuppression === true && !music,
    autoGainControl: autoGainControl && !music,
    channelCount: music ? CHANNELS.music : CHANNELS.voice,
  }
}
