/** What the page and the messages' worker say to each other. */

import type { EarshotErrorCode } from '../errors.ts'
import type { MessageRecord, Phase, SendOptions } from './message-record.ts'

/** What the page sends a new worker, once. */
export interface MessagesStart {
  /** An origin, `https://voice.example`. */
  server: string
  room: string
  /** Whose messages they are. */
  person: string
  /** Commands come from the page, events go there. */
  page: MessagePort
}

interface OfMessage {
  message: string
}

/** A file of somebody's that is a message, or becomes one. */
interface SentFile {
  recordedAtMs: number
  name: string
  options: SendOptions
  fileName?: string
}

/** As it goes out: Ogg Opus. */
interface ImportedFile {
  file: Blob
  durationMs: number | null
  waveform: number[] | null
}

export type MessageCommand = OfMessage &
  (
    | { do: 'record'; recordedAtMs: number; trim: boolean; name: string; channels: 1 | 2; line: MessagePort }
    /** The page converts it: until it comes, it is remembered by its name. */
    | ({ do: 'expect' } & SentFile)
    | ({ do: 'import' } & SentFile & ImportedFile)
    /** What was expected does not come. */
    | { do: 'forget' }
    /** One that lies on disk, of an earlier visit. */
    | { do: 'adopt' }
    /** A draft goes on behind what lies on disk: packets come through `line`. */
    | { do: 'go-on'; line: MessagePort }
    /** The microphone is back. */
    | { do: 'resume' }
    /** The author is done, for now. */
    | { do: 'stop' }
    | { do: 'send'; options: SendOptions; name: string }
    /** It did not get through; it is to be tried again. */
    | { do: 'retry' }
    /** It is not to be sent after all, and stays as a draft. */
    | { do: 'take-back' }
    /** It is to go: in a moment, and until then it can be kept. */
    | { do: 'discard' }
    | { do: 'keep' }
    /** All of it, as it would be sent now. */
    | { do: 'listen'; ask: number }
    /** The page has no more use for it: it lies on disk, for whoever asks for drafts, or else is `left` here. */
    | { do: 'leave' }
  )

export type TokenAnswer = { do: 'token'; token: string } | { do: 'no-token'; code: EarshotErrorCode; isFinal: boolean }
export type MessagesCommand = MessageCommand | TokenAnswer

/** What there is already of a draft that goes on. */
export interface TakenUp {
  /** One byte for each frame (src/client/messages/level-bytes.ts). */
  levels: Uint8Array<ArrayBuffer>
  channels: 1 | 2
}

/** A message as the worker tells of it. */
export interface MessageView {
  /** `stored`: the server has it. `gone`: it is none of this worker's any more. */
  phase: Phase | 'stored' | 'gone'
  durationMs: number
  /** Not while it is being said: the page draws that itself. */
  waveform: number[] | undefined
  /** Something is heard in it. */
  isHeard: boolean
  /** 0…1 of what there is to send. */
  progress: number
  /** There is no line, or the server is busy: it goes on by itself. */
  isWaiting: boolean
  /** The disk has no room for it: with the page, what is not at the server is gone. */
  isInPageAlone: boolean
  clip: string | undefined
  refusal: { status: number; code: string | null } | undefined
}

/** One that nobody here works on. */
export const GONE: MessageView = {
  phase: 'gone',
  durationMs: 0,
  waveform: undefined,
  isHeard: false,
  progress: 0,
  isWaiting: false,
  isInPageAlone: false,
  clip: undefined,
  refusal: undefined,
}

/** One that nobody works on, read where it lies. */
export interface FoundMessage {
  record: MessageRecord
  durationMs: number
  waveform: readonly number[]
  isEmpty: boolean
  /** As it would be sent. */
  audio: Blob
  /** The disk had no room for it. */
  isInPageAlone?: boolean
}

export type MessagesEvent =
  | (OfMessage & { tell: 'message'; view: MessageView })
  /** A draft that this worker alone has, since it does not lie on disk, or not all of it. */
  | (OfMessage & { tell: 'left'; draft: FoundMessage })
  /** It is remembered, or cannot be. */
  | (OfMessage & { tell: 'expected' })
  /** What is said is not on disk any more (`isInPageAlone`), or will not be for long. */
  | (OfMessage & { tell: 'storage-low'; isInPageAlone: boolean })
  | (OfMessage & { tell: 'audio'; ask: number; audio: Blob })
  /** It goes on with what comes through its line. */
  | (OfMessage & { tell: 'taken-up' } & TakenUp)
  /** It does not: another tab has it, or it is gone. */
  | (OfMessage & { tell: 'not-taken-up' })
  /** Bring one that is not this. */
  | { tell: 'token-wanted'; refused: string | undefined }

/** What is told of one message. */
export type ToldOfMessage = Exclude<MessagesEvent, { tell: 'token-wanted' }>
