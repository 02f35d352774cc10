/**
 * Everything about voice messages while one is in a room: what is being recorded, drafts of before, what is on its way,
 * and what the next message answers. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type {
  ClipMoment,
  Entry,
  MessageDraft,
  OutgoingMessage,
  Participant,
  Room,
  SendOptions,
  VoiceMessages,
} from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { talk } from '../../app/preferences.ts'
import type { Desk } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import type { ClipPlayer } from '../clips/clip-player.ts'
import { askBeforeClosing } from './closing-guard.ts'
import { Drafts } from './drafts.ts'
import { type Chosen, chosenOf } from './files.ts'
import { haveInPage } from './messages-in-page.ts'
import { type Air, airOf, OffAir } from './off-air.ts'
import { clipsIn, hasArrived, hasToStay, type OutgoingView, stillUnderWay, viewOf } from './outgoing.ts'
import { Preview } from './preview.ts'
import { Recording } from './recording.ts'
import { Undo } from './undo.ts'

export class Messages {
  readonly recording: Recording
  readonly offAir: OffAir
  readonly preview: Preview
  readonly drafts: Drafts
  readonly outgoing: ReadonlySignal<readonly OutgoingView[]>
  /** What the next message answers, written or said. */
  readonly replyTo = signal<ClipMoment | undefined>(undefined)
  /** After how many days the next message is gone even unheard; undefined: it does not burn. */
  readonly burnDays = signal<number | undefined>(undefined)
  /** Files that were chosen or dropped, and wait for a yes. */
  readonly files = signal<readonly File[]>([])
  /** What was chosen beside them, and is not sent. */
  readonly leftOut = signal<Omit<Chosen<File>, 'sounds'>>({ others: [], isMore: false })
  /** Of what was chosen, nothing was sound. */
  readonly hasRefusedFiles = signal(false)

  readonly #undo = new Undo()
  readonly #sdk: VoiceMessages
  readonly #desk: Desk
  /** Changes with what is on its way. */
  readonly #told = signal(0)
  readonly #endings: (() => void)[] = []
  #underWay: readonly OutgoingView[] = []

  constructor(room: Room, desk: Desk, player: ClipPlayer, entries: ReadonlySignal<readonly Entry[]>) {
    this.#sdk = room.messages
    this.#desk = desk
    askBeforeClosing(this.#sdk)
    haveInPage(room.id, () => this.#sdk)
    this.offAir = new OffAir(room)
    this.drafts = new Drafts(this.#sdk)
    this.preview = new Preview(new Audio(), () => player.pause())
    this.recording = new Recording({
      record: (options) => this.#sdk.record(options),
      desk,
      quiet: () => this.#quiet(player),
      offAir: this.offAir,
      air: () => this.airOf(room.me),
      options: () => this.#options(),
      onSent: () => this.#clear(),
      onDiscarded: (undo) => this.#offerUndo(undo),
    })
    const clips = computed(() => clipsIn(entries.value))
    this.outgoing = computed(() => {
      void this.#told.value // what is read below changes with it
      const views = this.#sdk.outgoing.map(viewOf)
      return stillUnderWay(views, clips.value)
    })
    this.#endings.push(
      this.#sdk.on('change', () => {
        this.#told.value += 1
        this.#announceNews()
      }),
    )
  }

  /** The microphone is a message's: the room does not hear it. */
  get isRecording(): boolean {
    return this.recording.state.value.is === 'recording'
  }

  /** Whether the room hears me where no message has my microphone. */
  airOf(me: Participant): Air {
    const hasMicrophone = this.#desk.microphone.value.is === 'on' && !this.recording.microphone.isOpen.value
    return airOf({ hasMicrophone, isOffAir: this.offAir.isOn.value, me, mode: talk.value })
  }

  /** The message itself, to be cancelled or tried again. */
  find(id: string): OutgoingMessage | undefined {
    return this.#sdk.outgoing.find((message) => message.id === id)
  }

  offer(files: readonly File[]): void {
    const { sounds, ...leftOut } = chosenOf(files)
    this.hasRefusedFiles.value = sounds.length === 0 && files.length > 0
    if (this.hasRefusedFiles.peek()) announce(words.peek().messages.noSoundFile)
    if (sounds.length === 0) return
    this.files.value = sounds
    this.leftOut.value = leftOut
  }

  sendFiles(): void {
    const [first, ...others] = this.files.peek()
    if (first === undefined) return
    const options = this.#options()
    this.#sdk.sendFile(first, options)
    // Only the first of several is the answer; whether they burn holds for all.
    const { replyTo: _, ...ofAll } = options
    for (const file of others) this.#sdk.sendFile(file, ofAll)
    this.#clear()
  }

  dropFiles(): void {
    this.files.value = []
    this.hasRefusedFiles.value = false
  }

  sendDraft(draft: MessageDraft): void {
    this.preview.stop()
    draft.send(this.#options())
    this.#clear()
  }

  /** Brings back what was thrown away last. */
  get undo(): Undo['way'] {
    return this.#undo.way
  }

  goOnWithDraft(draft: MessageDraft): void {
    void this.recording.goOn(draft)
  }

  discardDraft(draft: MessageDraft): void {
    this.#offerUndo(this.drafts.discard(draft))
  }

  /** What a written message answers, taken along once. */
  takeReply(): ClipMoment | undefined {
    const replyTo = this.replyTo.peek()
    this.replyTo.value = undefined
    return replyTo
  }

  dispose(): void {
    this.#undo.forget()
    for (const end of this.#endings.splice(0)) end()
    this.recording.dispose()
    this.preview.dispose()
    this.drafts.dispose()
  }

  /** That the page has to stay comes last: it is what is to be done about it. */
  #announceNews(): void {
    const now = this.#sdk.outgoing.map(viewOf)
    if (hasArrived(this.#underWay, now)) announce(words.peek().messages.sent)
    if (hasToStay(this.#underWay, now)) announce(words.peek().messages.outgoing.keepOpen)
    this.#underWay = now
  }

  #quiet(player: ClipPlayer): void {
    player.pause()
    this.preview.stop()
  }

  #options(): SendOptions {
    const [replyTo, burnDays] = [this.replyTo.peek(), this.burnDays.peek()]
    return { ...(replyTo === undefined ? {} : { replyTo }), ...(burnDays === undefined ? {} : { burnDays }) }
  }

  /** What held for one message holds for no other. */
  #clear(): void {
    this.preview.stop()
    this.replyTo.value = undefined
    this.burnDays.value = undefined
    this.dropFiles()
  }

  #offerUndo(undo: () => Promise<void>): void {
    this.preview.stop()
    this.burnDays.value = undefined
    this.#undo.offer(undo)
  }
}
