/**
 * Everything about clips while one is in a room: the talks that are being spoken, who has heard what, and the player.
 * It turns the SDK's events into signals. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { ClipListener, Entry, OpenTalk, Room } from '../../../src/client/index.ts'
import { isOnline } from '../../app/online.ts'
import type { Desk } from '../../devices/desk.ts'
import { timeOf, words } from '../../i18n/language.ts'
import { withShownName } from '../shown-names.ts'
import { ClipLinks } from './clip-links.ts'
import { ClipPlayer } from './clip-player.ts'
import { isMessage, whenOf } from './clip-title.ts'
import { bindMediaControls } from './media-controls.ts'
import { findClip, isPlayable, type PlayableEntry } from './next-to-play.ts'
import { hasHeard, rememberBurning, rememberHeard, rememberMessages } from './remembered-clips.ts'

/** Who has heard them is asked for the newest clips at once; of older ones when somebody looks. */
const FIRST_PAGE = 100

export class Listening {
  readonly player: ClipPlayer
  readonly links: ClipLinks
  readonly talks = signal<readonly OpenTalk[]>([])

  readonly #room: Room
  readonly #entries: ReadonlySignal<readonly Entry[]>
  /** Changes with what the SDK knows of who has heard what. */
  readonly #told = signal(0)
  readonly #endings: (() => void)[] = []

  constructor(room: Room, desk: Desk, entries: ReadonlySignal<readonly Entry[]>) {
    this.#room = room
    this.#entries = entries
    this.links = new ClipLinks(room.clips)
    const audio = new Audio()
    this.player = new ClipPlayer({
      audio,
      links: this.links,
      listener: { person: room.me.person, hasHeard: (clip) => this.hasHeard(clip) },
      entries: () => entries.peek(),
      isTalk: (clip) => room.talks.has(clip) && findClip(entries.peek(), clip) === undefined,
      isOnline: () => room.state === 'connected' && isOnline.peek(),
      onHeard: (clip) => this.#hear(clip),
      onListened: (clip, uptoMs) => this.#listenTo(clip, uptoMs),
    })
    this.#readTalks()
    this.#endings.push(
      room.on('talks', () => this.#readTalks()),
      room.on('clips', () => {
        this.#told.value += 1
      }),
      entries.subscribe((now) => {
        rememberBurning(now.filter(burns).map(({ id }) => id))
        rememberMessages(now.filter(isVoiceMessage).map(({ id }) => id))
        this.player.readEntries()
      }),
      desk.speaker.subscribe((speaker) => void playOn(audio, speaker)),
      bindMediaControls(this.player, () => this.playing.value),
    )
    this.#askWhoHeard()
  }

  /** What plays, in words; undefined while nothing does. */
  readonly playing = computed(() => {
    const { clip } = this.player
    if (clip === undefined) return undefined
    const entry = findClip(this.#entries.value, clip)
    const talk = this.talks.value.find((other) => other.clip === clip)
    const name = entry?.by.name ?? talk?.by.name
    const when = entry === undefined ? talk && timeOf(talk.startedAtMs) : whenOf(entry)
    if (name === undefined || when === undefined) return undefined
    return {
      clip,
      name,
      title: `${name}, ${when}`,
      room: this.#room.name ?? words.value.door.unnamed,
      durationMs: entry?.clip.durationMs ?? 0,
    }
  })

  heardBy(clip: string): readonly ClipListener[] {
    void this.#told.value // what is read below changes with it
    return this.#room.clips.heardBy(clip)
  }

  /** I have, here or on another device. */
  hasHeard(clip: string): boolean {
    const { person } = this.#room.me
    return hasHeard(clip) || this.heardBy(clip).some((by) => by.person === person && by.uptoMs === undefined)
  }

  /** Somebody else's, that I have not listened to. */
  isNew(entry: PlayableEntry): boolean {
    return entry.by.person !== this.#room.me.person && !this.hasHeard(entry.clip.id)
  }

  /** A message that burns, and I have heard it: nothing is left of it for me but that it was there. */
  isBurnt({ by, clip }: PlayableEntry): boolean {
    if (clip.burnsAtMs === undefined || by.person === this.#room.me.person) return false
    return this.player.clip !== clip.id && this.hasHeard(clip.id)
  }

  /** Asks who has heard a clip, for whoever looks. */
  async askWhoHeard(clip: string): Promise<void> {
    await this.#room.clips.details(clip).catch(() => undefined) // EarshotError: what is known stays shown
  }

  dispose(): void {
    for (const end of this.#endings.splice(0)) end()
    this.player.dispose()
  }

  #readTalks(): void {
    this.talks.value = [...this.#room.talks.values()].map((talk) => ({ ...talk, by: withShownName(talk.by) }))
  }

  #hear(clip: string): void {
    if (this.isMine(clip)) return // one does not listen to oneself
    rememberHeard(clip)
    this.#room.clips.markHeard(clip).catch(() => undefined) // EarshotError: the others learn of it another time
  }

  /** Not all of it: whoever said it learns how far I came. */
  #listenTo(clip: string, uptoMs: number): void {
    if (this.isMine(clip) || this.hasHeard(clip)) return
    this.#room.clips.markHeard(clip, uptoMs).catch(() => undefined) // EarshotError: the others learn of it another time
  }

  isMine(clip: string): boolean {
    return findClip(this.#entries.peek(), clip)?.by.person === this.#room.me.person
  }

  #askWhoHeard(): void {
    if (!this.#entries.peek().some(isPlayable)) return
    this.#room.clips.page({ limit: FIRST_PAGE }).catch(() => undefined) // EarshotError: nobody is named yet
  }
}

const isVoiceMessage = (entry: Entry): entry is PlayableEntry => isPlayable(entry) && isMessage(entry.clip)
const burns = (entry: Entry): entry is PlayableEntry => isPlayable(entry) && entry.clip.burnsAtMs !== undefined

/** Where the chosen speaker cannot be had, the system's own plays. */
async function playOn(audio: HTMLAudioElement, speaker: string): Promise<void> {
  await (audio as { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(speaker).catch(() => undefined)
}
