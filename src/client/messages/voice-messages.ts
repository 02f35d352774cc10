/**
 * The voice messages that somebody makes in a room: what they record, what lies on this device as a draft, what is on its way
 * out. `room.messages`; where there is no room to join, for want of a line, src/client/messages/open-messages.ts.
 */

import { Emitter } from '../emitter.ts'
import type { PageTokens } from '../page-tokens.ts'
import { randomId } from '../random-id.ts'
import { valid } from '../valid.ts'
import type { VoiceAudio } from '../voice-audio.ts'
import { bringFile, fileNameOf } from './brought-file.ts'
import { DraftDesk } from './draft-desk.ts'
import { DraftsInPage } from './drafts-in-page.ts'
import { type FoundMessage, findMessage, type MessageDraft } from './message-draft.ts'
import { holdMessage, messagesOf, ownerless, removeMessage } from './message-files.ts'
import { SendOptions } from './message-record.ts'
import { MessagesLink } from './messages-link.ts'
import { OutgoingList } from './outgoing-list.ts'
import { OutgoingMessage } from './outgoing-message.ts'
import { isLost } from './record-on-disk.ts'
import type { Recorded } from './recorder-words.ts'
import { RecordingDesk } from './recording-desk.ts'
import type { VoiceRecorder } from './voice-recorder.ts'

/** What another tab left behind is found without anybody asking. */
const LOOK_EVERY_MS = 60_000
/** A page that closed in the middle of it took the undo along. */
const DISCARDED_STAY_MS = 10_000

export interface VoiceMessagesEvents {
  /** `outgoing` is another, or anything about one of them; or there is another draft, or one less. */
  change: () => void
}

/** What a room lends. */
export interface MessagesParts {
  server: string
  room: string
  /** Whose they are. */
  person: string
  tokens: PageTokens
  /** Whose microphone is taken. */
  audio: VoiceAudio | undefined
  /** What the others call this member. */
  name(): string
  /** While `held`, nothing that the microphone takes in goes to the room. */
  hold(held: boolean): void
}

/**
 * A page has one for each room and person, whenever they join: what is under way goes on over leaving and joining again.
 */
const known = new Map<string, VoiceMessages>()

export class VoiceMessages {
  readonly #events = new Emitter<VoiceMessagesEvents>()
  readonly #inPage = new DraftsInPage(() => this.#events.emit('change'))
  readonly #link: MessagesLink
  #parts: MessagesParts
  readonly #outgoing = new OutgoingList(() => this.#events.emit('change'))
  readonly #recording: RecordingDesk
  readonly #drafts: DraftDesk

  private constructor(parts: MessagesParts) {
    this.#parts = parts
    const { server, room, person, tokens } = parts
    this.#link = new MessagesLink({ server, room, person }, tokens, this.#inPage)
    this.#recording = new RecordingDesk({
      link: this.#link,
      audio: () => this.#parts.audio,
      hold: (held) => this.#parts.hold(held),
      sent: (sent) => this.#sentBy(sent),
      name: () => this.#parts.name(),
      changed: () => this.#events.emit('change'),
    })
    this.#drafts = new DraftDesk({
      person,
      link: this.#link,
      recording: this.#recording,
      outgoing: this.#outgoing,
      name: () => this.#parts.name(),
      changed: () => this.#events.emit('change'),
    })
    addEventListener('online', () => void this.#pickUp())
    addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void this.#pickUp())
    setInterval(() => void this.#pickUp(), LOOK_EVERY_MS)
  }

  /** Of this page, for a person in a room: those that there are, in the hands of whoever asks now. */
  static of(parts: MessagesParts): VoiceMessages {
    const key = keyOf(parts)
    const messages = known.get(key) ?? new VoiceMessages(parts)
    known.set(key, messages)
    messages.#parts = parts
    messages.#link.tokens = parts.tokens
    void messages.#pickUp()
    return messages
  }

  /** Sees to what waits; those that there are stay in the hands that they are in. */
  static sendWaiting(parts: MessagesParts): void {
    const messages = known.get(keyOf(parts))
    if (messages === undefined) VoiceMessages.of(parts)
    else void messages.#pickUp()
  }

  on<Name extends keyof VoiceMessagesEvents>(event: Name, listener: VoiceMessagesEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /** What is on its way, the oldest first, and what was sent within the last minute: the log has that by its `clip`. */
  get outgoing(): readonly OutgoingMessage[] {
    return this.#outgoing.messages
  }

  /** What is being recorded, or waits to be sent or discarded. */
  get recorder(): VoiceRecorder | undefined {
    return this.#recording.recorder
  }

  /** Something would be lost with this page if it were closed now, or the end of it: whoever closes it should be asked. */
  get needsPage(): boolean {
    const isRecordingLost = this.recorder?.isInPageAlone ?? false
    return isRecordingLost || this.#inPage.all.length > 0 || this.outgoing.some(isInPageAlone)
  }

  /**
   * Begins to record, with the microphone that is open, or else opens one until the recorder stops. Meanwhile nothing goes to
   * the room; what the others say is still played. One at a time: another that was not sent becomes a draft. `trim`, unless it
   * is false: silence at the beginning and at the end is left out.
   * @throws {EarshotError} `audio-failed`, and what opening a microphone throws
   */
  record({ trim = true }: { trim?: boolean } = {}): Promise<VoiceRecorder> {
    return this.#recording.record(trim)
  }

  /**
   * What of this person's lies on this device for this room and is not on its way, the newest first; of what the device had no
   * room for, too, as long as this page is open (`warnings`).
   */
  async drafts(): Promise<MessageDraft[]> {
    const { room } = this.#parts
    const found = await Promise.all((await this.#left()).map((id) => findMessage(room, id)))
    return this.#drafts.of([...found, ...this.#inPage.all])
  }

  /**
   * Sends a file: Ogg Opus as it is, everything else as Ogg Opus (`convertToClip`). Of one that cannot be sent, the message fails
   * with `file-empty`, `file-not-audio`, `film-no-sound`, `file-no-sound`, `file-unreadable`, `file-gone`, `file-too-large` or
   * `file-too-long`; before it is read, if the file tells. While it is converted, the page has to stay, and where this device has
   * no room for it, until it is sent (`needsPage`); a later visit finds it failed with `file-lost`, by its name.
   * @throws {EarshotError} `invalid`
   */
  sendFile(file: Blob, options: SendOptions = {}): OutgoingMessage {
    const said = valid(SendOptions, options)
    const bringing = { link: this.#link, options: said, name: () => this.#parts.name() }
    const facts = { id: randomId(), recordedAtMs: Date.now(), durationMs: 0, waveform: [], fileName: fileNameOf(file) }
    const bring = (message: OutgoingMessage) => void bringFile(file, message, bringing)
    return this.#outgoing.add(new OutgoingMessage(this.#link, { ...facts, state: 'converting' }, bring))
  }

  /** The room is over: what is being recorded becomes a draft, what would begin does not, what is on its way goes on. */
  end(): void {
    this.recorder?.leave()
    this.#parts = { ...this.#parts, audio: undefined, hold: () => {} }
  }

  #sentBy({ id, recordedAtMs, durationMs, waveform }: Recorded): OutgoingMessage {
    const facts = { id, recordedAtMs, durationMs, waveform }
    return this.#outgoing.add(new OutgoingMessage(this.#link, { ...facts, state: 'sending' }))
  }

  /** What was to be sent and is in nobody's hands goes out now; what was discarded goes, and what holds nothing. */
  async #pickUp(): Promise<void> {
    const { room, person } = this.#parts
    for (const id of await this.#left()) {
      const found = await findMessage(room, id)
      if (found === undefined) continue
      // The worker removes it, here and at the server: of another person's the sound, and the rest once they are here again.
      if (found !== 'nothing' && isDiscarded(found)) {
        this.#link.tell({ do: 'adopt', message: id })
        continue
      }
      if (found === 'nothing' || isLitter(found)) {
        await this.#sweep(id)
        continue
      }
      const { record, durationMs, waveform } = found
      if (record.person !== person || !isOnItsWay(found) || this.#outgoing.find(id) !== undefined) continue
      const { recordedAtMs, fileName } = record
      const facts = { id, recordedAtMs, durationMs, waveform, fileName }
      this.#outgoing.add(new OutgoingMessage(this.#link, { ...facts, state: 'waiting' }))
      this.#link.tell({ do: 'adopt', message: id })
    }
  }

  /** Whoever holds it may be just beginning it, or fetching it back: it is looked at again once nobody does. */
  async #sweep(id: string): Promise<void> {
    const { room } = this.#parts
    const unlock = await holdMessage(room, id)
    if (unlock === undefined) return
    const found = await findMessage(room, id)
    if (found === 'nothing' || (found !== undefined && isLitter(found))) await removeMessage(room, id)
    unlock()
  }

  async #left(): Promise<string[]> {
    const { room } = this.#parts
    return ownerless(room, await messagesOf(room))
  }
}

/** There is no room for it, or the worker does not have it yet. */
const isInPageAlone = ({ warnings, isFileHere }: OutgoingMessage): boolean => warnings.has('storage-low') || isFileHere

/** There is nothing to hear in it, and nothing to tell the server. */
const isLitter = ({ isEmpty, record }: FoundMessage): boolean => isEmpty && record.phase !== 'discarded'

/** Of a file that is lost its author is told where it would have been sent. */
const isOnItsWay = ({ record }: FoundMessage): boolean => record.phase === 'sending' || isLost(record)

const isDiscarded = ({ record }: FoundMessage): boolean =>
  record.phase === 'discarded' && Date.now() - record.phaseAtMs > DISCARDED_STAY_MS

const keyOf = ({ server, room, person }: MessagesParts): string => `${server} ${room} ${person}`
