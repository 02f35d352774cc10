/**
 * What a room shows of itself: snapshots as of now, and events when they change. What can be done in it is
 * src/client/room.ts.
 */

import type { Entry, OpenTalk } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import { Emitter } from './emitter.ts'
import type { Participant } from './participant.ts'
import type { RoomEvents, RoomState } from './room-events.ts'
import type { RoomView } from './room-view.ts'

export class ShownRoom {
  protected readonly events = new Emitter<RoomEvents>()
  protected readonly view: RoomView

  protected constructor(view: RoomView) {
    this.view = view
  }

  /** Listens to an event. Returns how to stop that. */
  on<EventName extends keyof RoomEvents>(event: EventName, listener: RoomEvents[EventName]): () => void {
    return this.events.on(event, listener)
  }

  get id(): string {
    return this.view.settings.id
  }

  get name(): string | null {
    return this.view.settings.name
  }

  get locked(): boolean {
    return this.view.settings.locked
  }

  /** How many members are heard at a time. */
  get maxSpeakers(): number {
    return this.view.settings.maxSpeakers
  }

  /** Whether the talk of those who agree (`keep`) becomes clips. */
  get keepTalk(): boolean {
    return this.view.settings.keepTalk
  }

  /** For how many days clips stay; null: until somebody deletes them. */
  get keepDays(): number | null {
    return this.view.settings.keepDays
  }

  /** By clip id: talks that are being kept and are no clips yet. A new map whenever it changes. */
  get talks(): ReadonlyMap<string, OpenTalk> {
    return this.view.talks
  }

  /**
   * How much of what this client has said the server has not stored yet, in ms: about a second while it speaks, and all
   * that is said while the line is down. It is kept here, on this device too, until it is stored. 0 in a room that does
   * not keep talk.
   */
  get unkeptMs(): number {
    return this.view.unkeptMs
  }

  get state(): RoomState {
    return this.view.state
  }

  get me(): Participant {
    return this.view.me
  }

  /**
   * The other members by number. A new map whenever anything in it changes. In a room of more than 200 those who only
   * listen are counted in `headcount` and not named here; `roster` finds them.
   */
  get others(): ReadonlyMap<number, Participant> {
    return this.view.others
  }

  /** How many are here, this client included: more than are named, in a room of more than 200. */
  get headcount(): number {
    return this.view.headcount
  }

  /**
   * Whether the others receive what this client says. False while it talks and does not get one of the room's
   * `maxSpeakers` places; it goes on waiting for one as long as it talks. Without a talk it says nothing, and is true.
   */
  get heard(): boolean {
    return this.view.heard
  }

  /**
   * Members, 50 at most, who do not receive what this client says: their line stands still. It is kept up to date while
   * this client is heard; of one that is silent it says how things were.
   */
  get unheardBy(): ReadonlySet<number> {
    return this.view.unheardBy
  }

  /**
   * The end of the room's log, as far back as it has been loaded, ascending. A new array whenever it changes. The `clip`
   * of an entry becomes null when that clip is deleted.
   */
  get entries(): readonly Entry[] {
    return this.view.entries
  }

  get hasOlderEntries(): boolean {
    return this.view.hasOlderEntries
  }

  /** Number of the log's last entry, whether that is among `entries` already or not; 0: there is none. undefined: not yet known. */
  get lastEntry(): number | undefined {
    return this.view.lastEntry
  }

  get connection(): Connection {
    return this.view.connection
  }
}
