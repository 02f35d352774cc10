/**
 * Reaching a microphone, and saying exactly why it cannot be reached.
 */

import { EarshotError, type EarshotErrorCode } from './errors.ts'

/** What to ask of a microphone. Echo cancellation, noise suppression and gain control are on unless switched off. */
export interface MicrophoneOptions {
  deviceId?: string
  echoCancellation?: boolean
  noiseSuppression?: boolean
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
  return track
}

function constraintsOf(options: MicrophoneOptions): MediaTrackConstraints {
  const { deviceId, echoCancellation = true, noiseSuppression = true, autoGainControl = true } = options
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    // 'all' cancels what Web Audio plays as well; a browser that does not know it reads it as true.
    echoCancellation: echoCancellation ? { ideal: 'all' } : false,
    noiseSuppression,
    autoGainControl,
    channelCount: 1,
  }
}
