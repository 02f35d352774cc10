/**
 * The room while one is in it: the SDK's room as signals for the screen, and what follows from its events here
 * (sounds, announcements, remembered volumes). Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Entry, LeftReason, Participant, Room } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import { talk } from '../app/preferences.ts'
import type { Desk } from '../devices/desk.ts'
import { words } from '../i18n/language.ts'
import { playCue } from '../sound/cues.ts'
import { Listening } from './clips/listening.ts'
import { Keeping } from './keeping/keeping.ts'
import { LevelBoard } from './level-board.ts'
import { Messages } from './messages/messages.ts'
import { newsOf } from './messages/news.ts'
import { MutedRemark } from './muted-remark.ts'
import { Company } from './people/company.ts'
import { Hands } from './people/hands.ts'
import { Reach } from './reach.ts'
import { seenIn } from './seen-entries.ts'
import { withShownName, withShownNames } from './shown-names.ts'
import { Standing } from './standing.ts'
import { Sounding } from './statistics/sounding.ts'
import { Outbox } from './timeline/outbox.ts'
import { Unread } from './unread.ts'
import { rememberVolume, restoreVolume } from './volumes.ts'

/** In a larger room somebody comes or goes all the time: no sounds and no announcements for it. */
const CROWD = 24

export class LiveRoom {
  readonly room: Room
  readonly desk: Desk
  readonly levels = new LevelBoard()
  readonly outbox: Outbox
  readonly reach: Reach
  readonly keeping: Keeping
  readonly listening: Listening
  readonly messages: Messages
  readonly company: Company
  readonly standing: Standing
  readonly hands: Hands
  readonly sounding: Sounding

  readonly state = signal<Room['state']>('connected')
  readonly me: ReadonlySignal<Participant>
  readonly others: Company['others']
  /** My voice is being sent this moment. */
  readonly ownVoiceHeard: ReadonlySignal<boolean>
  readonly entries = signal<readonly Entry[]>([])
  readonly hasOlder = signal(false)
  readonly locked = signal(false)
  readonly connection
  /** The hold-to-talk button or key is down. */
  readonly talking = signal(false)
  readonly mutedRemark: MutedRemark
  /** What is being written. */
  readonly draft = signal('')
  readonly unread: Unread

  readonly #endings: (() => void)[] = []
  /** The others as they were the last time, by number. */
  #known: ReadonlyMap<number, Participant> = new Map()

  constructor(room: Room, desk: Desk) {
    this.room = room
    this.desk = desk
    this.company = new Company(room)
    this.me = this.company.me
    this.others = this.company.others
    this.mutedRemark = new MutedRemark(room, this.me)
    this.standing = new Standing(room, this.company, desk)
    this.hands = new Hands(room, this.company, this.standing, desk)
    this.sounding = new Sounding(room)
    this.connection = signal(room.connection)
    this.ownVoiceHeard = computed(() => this.levels.speaking.value.has(this.me.value.member))
    this.outbox = new Outbox(room)
    this.reach = new Reach(room)
    this.keeping = new Keeping(room, this.me, () => this.state.value === 'connected')
    this.#readPeople()
    this.locked.value = room.locked
    this.#readEntries()
    this.listening = new Listening(room, desk, this.entries)
    const { entries, listening } = this
    this.unread = new Unread({ room, entries, listening, seen: seenIn(room.id) })
    this.messages = new Messages(room, desk, this.listening.player, this.entries)
    this.#listen()
    playCue(this.desk, 'joined')
  }

  get isOwner(): boolean {
    return this.me.value.role === 'owner'
  }

  /** Nothing of this person reaches the others, whatever they say; of somebody else that they wait to be heard is not known. */
  isSilent({ isMe, role, aside, muted, silenced, deafened }: Participant): boolean {
    return role === 'listener' || aside || muted || silenced || deafened || (isMe && !this.reach.heard.value)
  }

  setMuted(muted: boolean): void {
    this.messages.offAir.forget()
    this.room.setMuted(muted)
    playCue(this.desk, muted ? 'muted' : 'unmuted')
    announce(muted ? words.peek().news.muted : words.peek().news.unmuted)
  }

  toggleMuted(): void {
    if (!this.standing.maySpeak.peek()) return
    const { muted } = this.room.me
    if (muted && this.desk.microphone.peek().is !== 'on') void this.turnOnMicrophone()
    else this.setMuted(!muted)
  }

  /** Opens the microphone of somebody who came without one, or lost theirs; then they can be heard. */
  async turnOnMicrophone(): Promise<void> {
    if ((await this.desk.openMicrophone()) && this.room.me.muted) this.setMuted(false)
  }

  setDeafened(deafened: boolean): void {
    this.room.setDeafened(deafened)
    playCue(this.desk, deafened ? 'muted' : 'unmuted')
    announce(deafened ? words.peek().news.deafened : words.peek().news.undeafened)
  }

  setTalking(pressed: boolean): void {
    const mayTalk = this.standing.maySpeak.peek() && !this.messages.isRecording
    if (this.talking.peek() === pressed || (pressed && !mayTalk)) return
    this.talking.value = pressed
    this.room.setTalking(pressed)
  }

  setVolume(person: Participant, gain: number): void {
    this.room.setVolume(person.member, gain)
    rememberVolume(person.person, gain)
  }

  async leave(): Promise<void> {
    this.dispose()
    await this.room.leave()
  }

  dispose(): void {
    const { reach, keeping, messages, unread, listening, hands, standing, mutedRemark, company, sounding } = this
    const parts = [reach, keeping, messages, unread, listening, hands, standing, mutedRemark, company, sounding]
    for (const part of parts) part.dispose()
    for (const end of this.#endings.splice(0)) end()
  }

  #listen(): void {
    const { room } = this
    const look = () => this.unread.look()
    document.addEventListener('visibilitychange', look)
    this.#endings.push(
      () => document.removeEventListener('visibilitychange', look),
      room.on('participants', () => this.#readPeople()),
      room.on('room', () => this.#hearOfLock()),
      room.on('state', (state) => this.#changeState(state)),
      room.on('joined', (person) => this.#greet(person)),
      room.on('left', (person, reason) => this.#farewell(person, reason)),
      room.on('entry', (entry, live) => this.#hearEntry(entry, live)),
      room.on('entries', () => this.#readEntries()),
      room.on('levels', (levels) => {
        this.levels.show(levels, room.me.member)
        if (levels.has(room.me.member)) this.reach.said()
      }),
      room.on('heard', (heard) => {
        if (!heard) announce(words.peek().lines.notHeard)
      }),
      room.on('connection', () => {
        this.connection.value = room.connection
      }),
      talk.subscribe((mode) => {
        this.setTalking(false)
        if (room.talkMode !== mode) room.setTalkMode(mode)
      }),
    )
  }

  #readPeople(): void {
    const before = this.#known
    this.#known = new Map(this.others.peek().map((other) => [other.member, other]))
    for (const other of this.#known.values()) {
      if (before.get(other.member)?.person !== other.person) restoreVolume(this.room, other)
    }
  }

  #readEntries(): void {
    this.entries.value = this.room.entries.map(withShownNames)
    this.hasOlder.value = this.room.hasOlderEntries
    this.outbox.settle()
  }

  #hearOfLock(): void {
    const before = this.locked.peek()
    this.locked.value = this.room.locked
    if (before === this.room.locked) return
    announce(this.room.locked ? words.peek().news.locked : words.peek().news.unlocked)
  }

  #changeState(state: Room['state']): void {
    const before = this.state.peek()
    this.state.value = state
    if (state === 'reconnecting') announce(words.peek().lines.reconnecting)
    if (state === 'connected' && before === 'reconnecting') announce(words.peek().news.reconnected)
  }

  get #isCrowd(): boolean {
    return this.others.peek().length > CROWD
  }

  #greet(person: Participant): void {
    if (this.#isCrowd || this.company.isHereOtherwise(person)) return
    playCue(this.desk, 'joined')
    announce(words.peek().news.joined(withShownName(person).name))
  }

  #farewell(person: Participant, reason: LeftReason): void {
    if (this.#isCrowd || this.company.isHereOtherwise(person)) return
    playCue(this.desk, 'left')
    announce(words.peek().news[reason](withShownName(person).name))
  }

  #hearEntry(entry: Entry, live: boolean): void {
    this.#readEntries()
    if (!live) return
    const news = entry.by?.person === this.room.me.person ? undefined : newsOf(entry)
    this.unread.hear(entry, news !== undefined)
    if (news !== undefined) announce(news)
  }
}
