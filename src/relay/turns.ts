/**
 * Listeners in groups that are served in turn, each from where its last turn ended. Pure.
 */

import type { PacketQueue } from './packet-queue.ts'

interface Group<Listener> {
  listeners: Set<Listener>
  /** Number of the first message that this group has not had. */
  cursor: number
}

export class Turns<Listener> {
  readonly #groups: Group<Listener>[]
  #next = 0

  /** Everybody begins with what is said from `cursor` on. */
  constructor(listeners: Iterable<Listener>, groups: number, cursor: number) {
    this.#groups = Array.from({ length: groups }, () => ({ listeners: new Set(), cursor }))
    for (const listener of listeners) this.add(listener)
  }

  add(listener: Listener): void {
    const smallest = this.#groups.reduce((a, b) => (b.listeners.size < a.listeners.size ? b : a))
    smallest.listeners.add(listener)
  }

  remove(listener: Listener): void {
    for (const { listeners } of this.#groups) if (listeners.delete(listener)) return
  }

  /** Serves the group whose turn it is. */
  serveOne(queue: PacketQueue<Listener>, send: (listener: Listener, bytes: Uint8Array) => void): void {
    const group = this.#groups[this.#next]
    this.#next = (this.#next + 1) % this.#groups.length
    if (group === undefined) return
    serve(group, queue, send)
    queue.dropBefore(Math.min(...this.#groups.map(({ cursor }) => cursor)))
  }

  /** Serves every group: nothing is left behind when the groups change. */
  serveAll(queue: PacketQueue<Listener>, send: (listener: Listener, bytes: Uint8Array) => void): void {
    for (let group = 0; group < this.#groups.length; group += 1) this.serveOne(queue, send)
  }
}

/** One bundle for all of a group, but for those who spoke: they get one without their own voice. */
function serve<Listener>(
  group: Group<Listener>,
  queue: PacketQueue<Listener>,
  send: (listener: Listener, bytes: Uint8Array) => void,
): void {
  const { cursor, listeners } = group
  group.cursor = queue.end
  const bundles = queue.bundlesFrom(cursor)
  if (bundles.length === 0) return
  const speakers = queue.sendersFrom(cursor)
  for (const listener of listeners) {
    const theirs = speakers.has(listener) ? queue.bundlesFrom(cursor, listener) : bundles
    for (const bytes of theirs) send(listener, bytes)
  }
}
