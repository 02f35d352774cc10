/** What the figures of sending mean. Pure. */

import type { ConnectionStatistics } from '../../../src/client/index.ts'

/** Bits a second that every voice begins with. Only a line that does not carry them takes it below (docs/voice.md, "Sending"). */
export const FIRST_BITRATE = 32_000
/** An Opus packet of the SDK is one frame long, however many share a message. */
const PACKET_MS = 20

export const packetsPerMessage = ({ messageMs }: Pick<ConnectionStatistics, 'messageMs'>): number =>
  messageMs / PACKET_MS
