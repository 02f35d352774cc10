/**
 * What reading a clip fails with: the bytes are no Ogg Opus file that this project can use.
 */

export type UnreadableReason = 'not-ogg-opus' | 'broken-page' | 'several-streams' | 'broken-packet'

const SENTENCES: Readonly<Record<UnreadableReason, string>> = {
  'not-ogg-opus': 'This is no Ogg Opus file.',
  'broken-page': 'A page of this Ogg file is missing, cut off or damaged.',
  'several-streams': 'This Ogg file holds more than one stream.',
  'broken-packet': 'A packet in this file is not Opus.',
}

export class UnreadableClip extends Error {
  readonly code: UnreadableReason

  constructor(code: UnreadableReason) {
    super(SENTENCES[code])
    this.name = 'UnreadableClip'
    this.code = code
  }
}
