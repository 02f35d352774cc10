/**
 * The room as an application sees it: applies the session's events to immutable snapshots, and says which of the SDK's
 * events follow. Pure.
 */

import { FIRST_STEP, SEND_LADDER, type SendStep } from '../audio/send-ladder.ts'
import type { Entry, MemberView, OpenTalk, RoomSettings } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import type { HistoryEvent } from './history.ts'
import type { MembersChange } from './members.ts'
import { clipsNamedBy, OpenTalks } from './open-talks.ts'
import { type Participant, participantOf } from './participant.ts'
import type { RoomEvents, RoomState } from './room-events.ts'
import type { Profile, SessionEvent } from './session-messages.ts'
import { ShownEntries } from './shown-entries.ts'

/** An event of the SDK with its arguments. */
export type Emission = { [Name in keyof RoomEvents]: [Name, ...Parameters<RoomEvents[Name]>] }[keyof RoomEvents]

/** What the room says of this client. */
export type Welcome = Extract<SessionEvent, { type: 'welcome' }>

const NOBODY: ReadonlySet<number> = new Set()

export class RoomView {
  #settings: RoomSettings
  #self: MemberView
  #profile: Profile
  #nameIsFixed: boolean
  #state: RoomState = 'connected'
  #others: ReadonlyMap<number, Participant> = new Map()
  readonly #entries = new ShownEntries()
  #lastEntry: number | undefined
  readonly #talks = new OpenTalks()
  #unkeptMs = 0
  #headcount: number
  #heard = true
  #unheardBy: ReadonlySet<number> = NOBODY
  #connection: Connection = { rttMs: undefined, quality: 'good' }
  #sending: SendStep = SEND_LADDER[FIRST_STEP] as SendStep

  constructor(welcome: Welcome, profile: Profile) {
    this.#settings = welcome.room
    this.#self = welcome.self
    this.#profile = profile
    this.#nameIsFixed = welcome.nameIsFixed
    this.#headcount = welcome.headcount
  }

  get settings(): RoomSettings {
    return this.#settings
  }

  /** Name and switches are this client's own word; what the room repeats of them may be older. A token may fix the name. */
  get me(): Participant {
    const { name } = this.#nameIsFixed ? this.#self : this.#profile
    return participantOf({ ...this.#self, ...this.#profile, name }, true)
  }

  get state(): RoomState {
    return this.#state
  }

  get others(): ReadonlyMap<number, Participant> {
    return this.#others
  }

  get entries(): readonly Entry[] {
    return this.#entries.all
  }

  get hasOlderEntries(): boolean {
    return this.#entries.hasOlder
  }

  get lastEntry(): number | undefined {
    return this.#lastEntry
  }

  get talks(): ReadonlyMap<string, OpenTalk> {
    return this.#talks.all
  }

  get unkeptMs(): number {
    return this.#unkeptMs
  }

  get connection(): Connection {
    return this.#connection
  }

  get sending(): SendStep {
    return this.#sending
  }

  get headcount(): number {
    return this.#headcount
  }

  get heard(): boolean {
    return this.#heard
  }

  get unheardBy(): ReadonlySet<number> {
    return this.#unheardBy
  }

  introduceAs(profile: Profile): Emission[] {
    this.#profile = profile
    return [['me']]
  }

  apply(event: SessionEvent): Emission[] {
    switch (event.type) {
      case 'welcome':
        this.#settings = event.room
        this.#self = event.self
        this.#nameIsFixed = event.nameIsFixed
        return [...this.#become('connected'), ['me'], ['room'], ...this.#count(event.headcount), ...this.#forgetTalks()]
      case 'reconnecting':
        return [...this.#become('reconnecting'), ...this.#missedBy([])]
      case 'members':
        return this.#changeMembers(event.change)
      case 'standing':
        this.#self = { ...this.#self, ...event.standing }
        return [['me']]
      case 'settings':
        this.#settings = { ...this.#settings, ...event.settings }
        return [['room']]
      case 'headcount':
        return this.#count(event.headcount)
      case 'sending':
        this.#sending = event.sending
        return []
      case 'heard':
        this.#heard = event.heard
        return [['heard', event.heard]]
      case 'unheard':
        return this.#missedBy(event.by)
      case 'entries':
        return this.#append(event)
      case 'older':
        this.#entries.prepend(event.entries, event.hasOlder)
        return [['entries']]
      case 'talk':
        this.#talks.open(event.talks)
        this.#talks.close(event.over ?? [])
        return [['talks']]
      case 'unkept':
        this.#unkeptMs = event.ms
        return [['unkept', event.ms]]
      case 'talk-lost':
        return [['talk-lost', event.why]]
      case 'signal':
        return [['signal', event.from, event.data]]
      case 'connection':
        this.#connection = event.connection
        return [['connection', event.connection]]
      case 'closed':
        return this.#become('closed')
      default:
        return [] // what concerns single requests, the room settles itself
    }
  }

  #become(state: RoomState): Emission[] {
    if (this.#state === state || this.#state === 'closed') return []
    this.#state = state
    return [['state', state]]
  }

  #count(headcount: number): Emission[] {
    if (headcount === this.#headcount) return []
    this.#headcount = headcount
    return [['headcount', headcount]]
  }

  #missedBy(members: readonly number[]): Emission[] {
    if (members.length === 0 && this.#unheardBy.size === 0) return []
    this.#unheardBy = new Set(members)
    return [['unheard', this.#unheardBy]]
  }

  #changeMembers({ described, joined, left }: MembersChange): Emission[] {
    const before = this.#others
    const others = new Map(before)
    for (const view of described) others.set(view.member, participantOf(view, false))
    for (const { member } of left) others.delete(member)
    this.#others = others
    return [
      ['participants'],
      ...joined.flatMap((member): Emission[] => {
        const participant = others.get(member)
        return participant === undefined ? [] : [['joined', participant]]
      }),
      ...left.flatMap(({ member, reason }): Emission[] => {
        const participant = before.get(member)
        return participant === undefined || reason === 'unknown' ? [] : [['left', participant, reason]]
      }),
    ]
  }

  #append({ entries, liveAfter, hasOlder }: Extract<HistoryEvent, { type: 'entries' }>): Emission[] {
    const isFirst = this.#lastEntry === undefined
    this.#lastEntry = Math.max(this.#lastEntry ?? 0, liveAfter, entries.at(-1)?.number ?? 0)
    if (!this.#entries.append(entries, hasOlder) && !isFirst) return []
    const isTalkClosed = this.#talks.close(entries.flatMap(clipsNamedBy))
    return [
      ...entries.map((entry): Emission => ['entry', entry, entry.number > liveAfter]),
      ['entries'],
      ...(isTalkClosed ? [['talks'] satisfies Emission] : []),
    ]
  }

  /** On a new line the room names those that are open. */
  #forgetTalks(): Emission[] {
    return this.#talks.clear() ? [['talks']] : []
  }
}
