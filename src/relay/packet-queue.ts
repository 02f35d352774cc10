/**
 * What has been said since the slowest group's last turn: audio messages with their senders, numbered from 0 on.
 * Pure; a message is kept by reference and never copied unless it goes out together with others.
 */

import { MAX_ROOM_MESSAGE_BYTES } from '../protocol/audio-message.ts'

interface Queued<Sender> {
  sender: Sender
  bytes: Uint8Array
}

export class PacketQueue<Sender> {
  #items: Queued<Sender>[] = []
  /** Number of the oldest item that is kept. */
  #first = 0

  /** Number that the next message will have. */
  get end(): number {
    return this.#first + this.#items.length
  }

  get isEmpty(): boolean {
    return this.#items.length === 0
  }

  push(sender: Sender, bytes: Uint8Array): void {
    this.#items.push({ sender, bytes })
  }

  sendersFrom(number: number): Set<Sender> {
    return new Set(this.#from(number).map(({ sender }) => sender))
  }

  /** Everything from `number` on but what `except` said, in as few messages as the wire allows [W11]. */
  bundlesFrom(number: number, except?: Sender): Uint8Array[] {
    const items = this.#from(number).filter(({ sender }) => sender !== except)
    const bundles: Uint8Array[] = []
    for (let at = 0; at < items.length; ) {
      const count = howManyFit(items, at)
      bundles.push(joined(items.slice(at, at + count)))
      at += count
    }
    return bundles
  }

  dropBefore(number: number): void {
    const count = number - this.#first
    if (count <= 0) return
    this.#items = this.#items.slice(count)
    this.#first = number
  }

  #from(number: number): Queued<Sender>[] {
    return this.#items.slice(Math.max(0, number - this.#first))
  }
}

function howManyFit(items: readonly Queued<unknown>[], from: number): number {
  let bytes = 0
  let count = 0
  for (let at = from; at < items.length; at += 1) {
    bytes += items[at]?.bytes.length ?? 0
    if (bytes > MAX_ROOM_MESSAGE_BYTES) break
    count += 1
  }
  return Math.max(1, count)
}

function joined(items: readonly Queued<unknown>[]): Uint8Array {
  const [only] = items
  if (only !== undefined && items.length === 1) return only.bytes
  const bundle = new Uint8Array(items.reduce((sum, { bytes }) => sum + bytes.length, 0))
  let at = 0
  for (const { bytes } of items) {
    bundle.set(bytes, at)
    at += bytes.length
  }
  return bundle
}
