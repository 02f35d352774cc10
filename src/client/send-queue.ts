/**
 * How old the oldest audio is that a socket has taken but not yet sent: told from `bufferedAmount`, which counts bytes
 * and knows no time. Pure.
 */

/** 2 s of packets: older ones are long past every bound. */
const REMEMBERED = 100

export class SendQueue {
  /** [bytes handed over up to and with this packet, when], oldest first. */
  readonly #packets: [endByte: number, atMs: number][] = []
  #bytes = 0

  sent(bytes: number, nowMs: number): void {
    this.#bytes += bytes
    this.#packets.push([this.#bytes, nowMs])
    if (this.#packets.length > REMEMBERED) this.#packets.shift()
  }

  /** `bufferedBytes`: what the socket still holds. 0 when no audio waits. */
  ageMs(bufferedBytes: number, nowMs: number): number {
    const gone = this.#bytes - bufferedBytes
    while ((this.#packets[0]?.[0] ?? Number.POSITIVE_INFINITY) <= gone) this.#packets.shift()
    const oldest = this.#packets[0]
    return oldest === undefined ? 0 : nowMs - oldest[1]
  }
}
