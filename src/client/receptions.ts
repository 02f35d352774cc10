/**
 * What has arrived of each speaker since it was last asked: counted from the headers of what comes over the line, before
 * anything of it is played or dropped [C29]. Pure; nothing is allocated per packet.
 */

import { MAX_REPORTED_SPEAKERS, type Reception } from '../protocol/client-message.ts'
import { behind, endSlotAt, faultAt, isTalkStartAt, slotAt, speakerAt, viewOf } from '../protocol/packet.ts'

/** docs/protocol.md, W20: a longer gap was not sent. */
const MAX_LOSS_SLOTS = 10

interface Tally {
  slot: number
  /** First slot behind the newest packet. */
  endSlot: number
  received: number
  lost: number
}

export class Receptions {
  readonly #tallies = new Map<number, Tally>()

  /** Counts the packets of one binary message. What is malformed is not played, and not counted from there on. */
  count(message: Uint8Array): void {
    const view = viewOf(message)
    for (let at = 0; at < view.byteLength && faultAt(view, at) === undefined; at = behind(view, at)) {
      this.#countPacket(view, at)
    }
  }

  /** Who has arrived since the last call, and begins to count anew. */
  take(): Reception[] {
    const receptions: Reception[] = []
    for (const [member, tally] of this.#tallies) {
      if (tally.received === 0 || receptions.length === MAX_REPORTED_SPEAKERS) continue
      receptions.push({ member, slot: tally.slot, received: tally.received, lost: tally.lost })
      tally.received = tally.lost = 0
    }
    return receptions
  }

  /** A member has left: the number may be somebody else's one day, whose slots begin anew. */
  forget(member: number): void {
    this.#tallies.delete(member)
  }

  /** A new connection, or listening again: what came before counts no more. */
  clear(): void {
    this.#tallies.clear()
  }

  #countPacket(view: DataView, at: number): void {
    const speaker = speakerAt(view, at)
    const slot = slotAt(view, at)
    const endSlot = endSlotAt(view, at)
    const tally = this.#tallies.get(speaker)
    if (tally === undefined) {
      this.#tallies.set(speaker, { slot, endSlot, received: 1, lost: 0 })
      return
    }
    const isStart = isTalkStartAt(view, at)
    tally.received += 1
    if (!isStart && slot < tally.endSlot) return // twice, or out of order: a WebSocket does neither
    if (!isStart) tally.lost += lostIn(slot - tally.endSlot, Math.max(tally.endSlot - tally.slot, endSlot - slot))
    tally.slot = slot
    tally.endSlot = endSlot
  }
}

/** How many packets of a length a gap stands for, both in slots [W20]. A talk-end that comes alone has no length. */
const lostIn = (gap: number, packetSlots: number): number =>
  gap > MAX_LOSS_SLOTS ? 0 : Math.ceil(gap / Math.max(1, packetSlots))
