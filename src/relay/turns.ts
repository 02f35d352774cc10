/**
 * Listeners in groups that are served in turn, each from where its last turn ended. Pure.
 */

import type { PacketQueue } from './packet-queue.ts'

interface Group<Listener> {
  listeners: Set<Listener>
  /** Number of the first message that this group has not had. */
  cursor: number
  /** Listeners who came since this group's last turn, and the number that was next when they did. */
  newcomers: Map<Listener, number>
}

export class Turns<Listener> {
  /** From one group's turn to the next one's. */
  readonly turnMs: number
  readonly #groups: Group<Listener>[]
  #next = 0

  /** Everybody begins with what is said from `cursor` on. */
  constructor(listeners: Iterable<Listener>, { groups, turnMs }: { groups: number; turnMs: number }, cursor: number) {
    this.turnMs = turnMs
    this.#groups = Array.from({ length: groups }, () => ({ listeners: new Set(), cursor, newcomers: new Map() }))
    for (const listener of listeners) this.#smallest().listeners.add(listener)
  }

  /** A newcomer is sent what is said from now on, `end` being the number of the next message. */
  add(listener: Listener, end: number): void {
    const group = this.#smallest()
    group.listeners.add(listener)
    group.newcomers.set(listener, end)
  }

  remove(listener: Listener): void {
    for (const { listeners, newcomers } of this.#groups) {
      newcomers.delete(listener)
      if (listeners.delete(listener)) return
    }
  }

  /** Serves the group whose turn it is. */
  serveOne(queue: PacketQueue<Listener>, send: (listener: Listener, bytes: Uint8Array) => void): void {
    const group = this.#groups[this.#next]
    this.#next = (this.#next + 1) % this.#groups.length
    if (group === undefined) return
    serve(group, queue, send)
    queue.dropBefore(Math.min(...this.#groups.map(({ cursor }) => cursor)))
  }

  #smallest(): Group<Listener> {
    return this.#groups.reduce((a, b) => (b.listeners.size < a.listeners.size ? b : a))
  }

  /** Serves every group: nothing is left behind when the groups change. */
  serveAll(queue: PacketQueue<Listener>, send: (listener: Listener, bytes: Uint8Array) => void): void {
    for (let group = 0; group < this.#groups.length; group += 1) this.serveOne(queue, send)
  }
}

/** One bundle for all of a group, but for those who spoke, who get one without their own voice, and for newcomers. */
function serve<Listener>(
  group: Group<Listener>,
  queue: PacketQueue<Listener>,
  send: (listener: Listener, bytes: Uint8Array) => void,
): void {
  const { cursor, listeners, newcomers } = group
  group.cursor = queue.end
  const bundles = queue.bundlesFrom(cursor)
  if (bundles.length === 0) {
    newcomers.clear()
    return
  }
  const speakers = queue.sendersFrom(cursor)
  for (const listener of listeners) {
    const from = newcomers.get(listener) ?? cursor
    const theirs = speakers.has(listener) || from > cursor ? queue.bundlesFrom(from, listener) : bundles
    for (const bytes of theirs) send(listener, bytes)
  }
  newcomers.clear()
}
