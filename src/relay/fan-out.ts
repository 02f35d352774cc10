/**
 * Who hears whom: the live relay's audience. A packet goes on at once to every listener but its sender.
 * Pure: `send` is the edge's; nothing here reads a clock, and nothing is allocated per packet.
 *
 * Next: src/client/network-worker.ts of each listener
 */

export class FanOut<Listener> {
  readonly #send: (listener: Listener, bytes: Uint8Array) => void
  /** A dense array beside the set: the loop over it runs for every packet, changes of the audience do not. */
  #audience: readonly Listener[] = []
  readonly #listeners = new Set<Listener>()

  constructor(send: (listener: Listener, bytes: Uint8Array) => void) {
    this.#send = send
  }

  add(listener: Listener): void {
    this.#listeners.add(listener)
    this.#audience = [...this.#listeners]
  }

  remove(listener: Listener): void {
    if (this.#listeners.delete(listener)) this.#audience = [...this.#listeners]
  }

  /** Sends `bytes` to everyone in the audience but `sender`, which need not be in it. */
  forward(sender: Listener, bytes: Uint8Array): void {
    for (const listener of this.#audience) {
      if (listener !== sender) this.#send(listener, bytes)
    }
  }
}
