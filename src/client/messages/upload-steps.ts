/** What an upload asks of the server, and what comes of it. Types alone, but for one that begins. */

/** What has to be remembered over a crash. */
export interface Addresses {
  /** Of the partial upload, absolute. */
  part: string | null
  /** Of the final one. */
  final: string | null
  /** Id of the clip that it becomes, once the server has said so. */
  clip: string | null
  /** The server was asked to make a message of it, and has not said that it will not. */
  isJoining: boolean
}

export const NOWHERE: Addresses = { part: null, final: null, clip: null, isJoining: false }

export type Step =
  | { do: 'begin' }
  | { do: 'look-at-part'; url: string }
  /** Bytes `from` up to, but not with, `to`; `lengthBytes`: that was all. */
  | { do: 'append'; url: string; from: number; to: number; lengthBytes: number | null }
  | { do: 'join'; part: string }
  | { do: 'look-at-message'; url: string }
  | { do: 'look-for-clip'; clip: string }

export type AppendStep = Extract<Step, { do: 'append' }>
export type PartStep = AppendStep | Extract<Step, { do: 'look-at-part' }>

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
  /** The server will not have it as it is. */
  | { is: 'refused'; status: number; code: string | undefined }
