/** What an upload asks of the server, and what comes of it. Types alone, but for one that begins. */

/** What has to be remembered over a crash. */
export interface Addresses {
  /** Of the upload, absolute. */
  upload: string | null
  /** Id of the clip that it becomes, once the server has said so. */
  clip: string | null
  /** The server was asked for one: even without an address, it may have an upload of this message (U3). */
  isBegun: boolean
  /** The server was sent the end of it, and has not said that it lacks any: it may be a message. */
  isEnding: boolean
  /**
   * It was gone on with here since: of what the server has, no more than so many bytes are as they are here. Absent, as many as
   * there are.
   */
  sameBytes?: number
}

export const NOWHERE: Addresses = { upload: null, clip: null, isBegun: false, isEnding: false }

export type Step =
  | { do: 'begin' }
  | { do: 'look'; url: string }
  /** Bytes `from` up to, but not with, `to`; `lengthBytes`: that was all, and what is known of it goes with them. */
  | { do: 'append'; url: string; from: number; to: number; lengthBytes: number | null }
  /** It is of no use any more, and in another's way. */
  | { do: 'take-back'; url: string }
  | { do: 'look-for-clip'; clip: string }

export type AppendStep = Extract<Step, { do: 'append' }>

/** Of an append or a look. */
export type StandingStep = AppendStep | Extract<Step, { do: 'look' }>

/** An answer of the server; status 0: there was none. */
export interface Answer {
  status: number
  /** Of the API's own error. */
  code?: string | undefined
  location?: string | undefined
  offsetBytes?: number | undefined
  lengthBytes?: number | undefined
  /** Earshot-Upload-State. */
  state?: string | undefined
  clip?: string | undefined
  retryAfterMs?: number | undefined
}

export type Outcome =
  | { is: 'under-way' }
  /** The server has it for good: nothing has to be kept here any more. */
  | { is: 'stored'; clip: string | null }
  /** The server has a message of this id that ended before this one does: what is here needs another. */
  | { is: 'outgrown' }
  /** The server will not have it as it is. */
  | { is: 'refused'; status: number; code: string | undefined }
