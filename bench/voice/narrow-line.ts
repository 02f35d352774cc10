/**
 * A line that carries so many bits a second and no more: what is sent waits in one queue, audio and pings alike, of which
 * the socket tells only what the kernel does not hide.
 */

/** Linux gives a socket so much before `bufferedAmount` sees anything (net.ipv4.tcp_wmem, 16 kB to 4 MB, tuned by itself). */
const HIDDEN_BYTES = 65_536
/** TCP/IP with timestamps 52, TLS 1.3 22, WebSocket 8: src/audio/send-ladder.ts. */
const MESSAGE_HEADER_BYTES = 82

export class NarrowLine {
  readonly #bitsPerMs: number
  readonly #oneWayMs: number
  /** When the last byte that was sent leaves. */
  #freeAtMs = 0

  constructor(bitsPerSecond: number, oneWayMs: number) {
    this.#bitsPerMs = bitsPerSecond / 1_000
    this.#oneWayMs = oneWayMs
  }

  /** Hands over a message; answers when it has arrived. */
  send(bytes: number, nowMs: number): number {
    const takesMs = ((bytes + MESSAGE_HEADER_BYTES) * 8) / this.#bitsPerMs
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + takesMs
    return this.#freeAtMs + this.#oneWayMs
  }

  /** What the socket says that it holds. */
  bufferedBytes(nowMs: number): number {
    const queued = (Math.max(0, this.#freeAtMs - nowMs) * this.#bitsPerMs) / 8
    return Math.max(0, Math.floor(queued) - HIDDEN_BYTES)
  }
}
