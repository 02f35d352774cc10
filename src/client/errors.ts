/**
 * What can go wrong for a user of the SDK: one class, a closed set of codes, a sentence with advice for each.
 * Applications translate by `code`; the English sentence is there for logs and for those who do not.
 */

const SENTENCES = {
  'microphone-refused':
    'The browser may not use the microphone. Allow it in the settings of this page, then try again.',
  'microphone-none': 'No microphone was found. Plug one in, then try again.',
  'microphone-busy': 'The microphone is in use by another application. Close that one, then try again.',
  'microphone-failed': 'The microphone stopped working. Choose another one, or plug it in again.',
  'page-insecure': 'The browser gives a microphone to secure pages only. Open this page with https, or on localhost.',
  'browser-unsupported':
    'This browser cannot process live audio. Update it, or use a current Chrome, Firefox or Safari.',
  'audio-failed': 'The audio engine could not start. Reload the page; if that does not help, restart the browser.',
  unreachable: 'The server cannot be reached. Check the connection, then try again.',
  'wrong-link': 'This link does not open the room. Ask for a new one.',
  'room-unknown': 'There is no such room. Ask for a new link.',
  'rooms-closed': 'Nobody may make rooms on this server. Ask whoever runs it.',
  'room-locked': 'The room is locked. Ask its owner to unlock it, then join again.',
  'room-full': 'The room is full. Try again when somebody has left.',
  removed: 'You were removed from this room.',
  ended: 'The gathering was ended for everybody. Join again to begin another.',
  'room-deleted': 'The room was deleted, with all that it held.',
  'too-many-devices': 'You are in this room on too many devices. Leave it on one of them, then join again.',
  'invite-expired': 'This invite has expired. Ask for a new one.',
  'invite-used-up': 'As many people as this invite was for have come by it. Ask for a new one.',
  'invite-revoked': 'This invite was taken back. Ask for a new one.',
  'too-many-invites': 'The room has as many open invites as it may have. Take one back that is not needed.',
  'unknown-person': 'Nobody of that id has been in this room.',
  replaced: 'This session was taken over by another connection.',
  'token-refused': 'The server did not accept the token. Open the link again.',
  'not-allowed': 'You are not allowed to do that here.',
  'no-such-member': 'That member is no longer here.',
  'too-fast': 'That was too much at once. Wait a moment, then try again.',
  'clip-unknown': 'There is no such clip.',
  'clip-deleted': 'This clip has been deleted.',
  'clip-burnt': 'You have heard this message to its end. It was for hearing once.',
  'clip-burns': 'This message burns when it has been heard. It cannot be passed on.',
  'not-stored': 'This could not be stored. Try again.',
  'no-sound': 'Nothing was heard in this recording. Check the microphone, then record it again.',
  'message-refused':
    'The server did not take this message. It is still on this device: listen to it, and record it again.',
  'message-ended': 'This message cannot be gone on with. Send it as it is, and go on in a new one.',
  'message-elsewhere': 'This message is open in another tab, or gone. Look there for it.',
  'file-unreadable':
    'This file cannot be read: it is damaged, or no sound that this browser knows. Save the sound as MP3 or WAV, then try again.',
  'file-gone': 'This file cannot be read any more: it was moved, changed or deleted. Choose it again.',
  'file-lost':
    'The page that had this file was closed before it was sent, and this device has not kept it. Choose the file again.',
  'file-empty': 'This file is empty. Copy it again from where it was recorded.',
  'file-not-audio': 'This is no audio file, whatever it is named. Choose the recording itself.',
  'film-no-sound': 'There is no sound in this film. Choose one that was taken with sound.',
  'file-no-sound': 'There is no sound in this file. Choose another one.',
  'file-too-large': 'As a message this would have more than 100 MB. Cut it into parts, then send them one by one.',
  'file-too-long': 'This file is longer than a message may be. Cut it into parts, then send them one by one.',
  invalid: 'This cannot be sent as it is. Change it, then try again.',
  protocol: 'This page and the server do not understand each other. Reload the page to update it.',
  aborted: 'It was given up before it was done.',
} as const

export type EarshotErrorCode = keyof typeof SENTENCES

/** Every code, for exhaustive translations. */
export const EARSHOT_ERROR_CODES = Object.keys(SENTENCES) as EarshotErrorCode[]

/** More than there may be: bytes of `file-too-large`, ms of `file-too-long`. */
export interface Excess {
  is: number
  most: number
}

interface ErrorDetails {
  message?: string
  cause?: unknown
  retryAfterMs?: number | undefined
  excess?: Excess | undefined
}

/** The world is wrong: what happened and what to do, as a full sentence; `cause` is what the platform said. */
export class EarshotError extends Error {
  override readonly name = 'EarshotError'
  readonly code: EarshotErrorCode
  /** How long to wait before another try, where the server says so. */
  readonly retryAfterMs: number | undefined
  /** Where it is known how much there is of what is too much. */
  readonly excess: Excess | undefined

  constructor(code: EarshotErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? SENTENCES[code], details.cause === undefined ? {} : { cause: details.cause })
    this.code = code
    this.retryAfterMs = details.retryAfterMs
    this.excess = details.excess
  }
}

/** What of an error whoever tries again by itself wants to know. */
export type Refusal = Pick<EarshotError, 'code' | 'retryAfterMs'>

/** `error` itself when it is an `EarshotError`, else one with `code` and `error` as its cause. */
export const asEarshotError = (error: unknown, code: EarshotErrorCode): EarshotError =>
  error instanceof EarshotError ? error : new EarshotError(code, { cause: error })
