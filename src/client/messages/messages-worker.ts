/**
 * The messages' worker: voice messages of one room on their way from the microphone onto the disk and to the server, away from
 * the page. Packets come straight from the recording worklet.
 *
 * Next: src/client/messages/kept-message.ts
 */

import { EarshotError } from '../errors.ts'
import type { LineFrame, LinePause } from '../recording-worklet.ts'
import { isOnDisk, MemoryFile, StubbornFile } from './byte-file.ts'
import { ExpectedFiles, type Opened } from './expected-files.ts'
import { type Files, type Held, heldIn, isInPageAlone, LeftMessages, letGo } from './held-message.ts'
import { KeptMessage } from './kept-message.ts'
import { FileAudio } from './message-audio.ts'
import { holdMessage, type MessageFileName, openMessage, removeMessage } from './message-files.ts'
import type { MessageRecord } from './message-record.ts'
import {
  GONE,
  type MessageCommand,
  type MessagesCommand,
  type MessagesEvent,
  type MessagesStart,
  type MessageView,
} from './messages-words.ts'
import { asOnDisk } from './record-on-disk.ts'
import { RecordingFile } from './recording-file.ts'
import { isResumable, resumed } from './recording-resumed.ts'
import { StateSlots } from './state-slots.ts'
import { TokenDesk } from './token-desk.ts'
import { nowMs } from './upload-runner.ts'
import { NOWHERE } from './upload-steps.ts'

type Command<Do extends MessageCommand['do']> = Extract<MessageCommand, { do: Do }>

/** Whoever speaks for an hour needs 16 MB, whoever plays music 44; below this much the browser may clear the site soon. */
const LOW_BYTES = 50_000_000
const LOOK_AT_STORAGE_EVERY_MS = 30_000
/** A file that was moved, changed or deleted since somebody chose it. */
const FILE_GONE: MessageView = { ...GONE, phase: 'refused', refusal: { status: 0, code: 'file-gone' } }

class MessagesWorker {
  readonly #start: MessagesStart
  readonly #tokens: TokenDesk
  readonly #messages = new Map<string, Promise<KeptMessage | undefined>>()
  readonly #left = new LeftMessages()
  readonly #expected: ExpectedFiles

  constructor(start: MessagesStart) {
    this.#start = start
    this.#expected = new ExpectedFiles(start.room)
    this.#tokens = new TokenDesk((event) => this.#tell(event))
    start.page.onmessage = ({ data }: MessageEvent<MessagesCommand>) => this.#obey(data)
    addEventListener('online', () => this.#each((message) => message.hurry()))
  }

  #obey(command: MessagesCommand): void {
    if (command.do === 'token' || command.do === 'no-token') this.#tokens.answered(command)
    else if (command.do === 'record') this.#messages.set(command.message, this.#record(command))
    else if (command.do === 'expect') void this.#expect(command)
    else if (command.do === 'forget') void this.#expected.forget(command.message)
    else if (command.do === 'import') this.#messages.set(command.message, this.#imported(command))
    else if (command.do === 'adopt') this.#takeUp(command.message)
    else if (command.do === 'go-on') this.#takeUpAgain(command)
    else void this.#pass(command)
  }

  /** What this worker has already, it has; its own lock would keep it from taking it up again. */
  #takeUp(id: string): void {
    if (!this.#messages.has(id)) this.#messages.set(id, this.#adopt(id))
  }

  /** One that is here already is being sent or thrown away. */
  #takeUpAgain(command: Command<'go-on'>): void {
    if (this.#messages.has(command.message)) this.#tell({ tell: 'not-taken-up', message: command.message })
    else this.#messages.set(command.message, this.#goOn(command))
  }

  /** To the message, once it is there. Of one that is not, or not any more, the page is told so. */
  async #pass(command: MessageCommand): Promise<void> {
    const message = await this.#messages.get(command.message)
    if (message === undefined) this.#tell({ tell: 'message', message: command.message, view: GONE })
    else obey(message, command, (event) => this.#tell(event))
  }

  /** Packets that come before the files are open wait on their port. */
  async #record({ message: id, line, trim, channels, ...facts }: Command<'record'>): Promise<KeptMessage> {
    const record = this.#newRecord(id, { ...facts, trim, phase: 'recording' })
    const { files, unlock } = await this.#open(id)
    const comments = { DATE: new Date(record.recordedAtMs).toISOString(), ENCODER: 'Earshot' }
    const [serial = 0] = crypto.getRandomValues(new Uint32Array(1))
    const audio = RecordingFile.begin(files.audio, files.levels, { serial, comments, channels }, trim)
    const message = this.#keep({ record, audio, files, slots: new StateSlots(files.state), unlock })
    listen(line, message)
    this.#watchStorage(id)
    return message
  }

  async #expect({ message: id, ...facts }: Command<'expect'>): Promise<void> {
    const record = this.#newRecord(id, { ...facts, isFile: true, phase: 'sending' })
    await this.#expected.expect(record, () => this.#open(id, { isFile: true }))
    this.#tell({ tell: 'expected', message: id })
  }

  /** First all of it is read: of a file that is not there any more nothing is begun. */
  async #imported(command: Command<'import'>): Promise<KeptMessage | undefined> {
    const bytes = await command.file.arrayBuffer().catch(() => undefined) // NotReadableError, NotFoundError
    if (bytes === undefined) {
      await this.#expected.forget(command.message)
      return this.#haveNone(command.message, FILE_GONE)
    }
    return this.#import(command, new Uint8Array(bytes)).catch(() => this.#haveNone(command.message, GONE))
  }

  /** A crash in the middle, and a disk that is full, leave a piece of somebody's file: it says so to whoever finds it. */
  async #import(
    { message: id, file: _, ...facts }: Command<'import'>,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<KeptMessage> {
    const record = this.#newRecord(id, { ...facts, isFile: true, phase: 'sending' })
    const { files, slots, unlock } = await this.#openForFile(id)
    try {
      slots.write(JSON.stringify(asOnDisk(record, false)))
      files.audio.write(bytes, { at: 0 })
      files.audio.flush()
      slots.write(JSON.stringify(asOnDisk(record, isOnDisk(files.audio))))
      const message = this.#keep({ record, audio: new FileAudio(files.audio, record), files, slots, unlock })
      message.goOn()
      return message
    } catch (error) {
      letGo(files, unlock)
      throw error
    }
  }

  /** What lies on disk of an earlier visit, or was left here. */
  async #adopt(id: string): Promise<KeptMessage | undefined> {
    const held = await this.#hold(id)
    if (held === undefined) {
      this.#messages.delete(id)
      this.#tell({ tell: 'message', message: id, view: GONE })
      return undefined
    }
    const message = this.#keep(held)
    message.goOn()
    return message
  }

  /**
   * A draft that is recorded on. What of it is at the server stays, and is not sent again. That it is being said is remembered
   * before its last page says that more follows: whatever of the two a crash leaves is a draft.
   */
  async #goOn({ message: id, line }: Command<'go-on'>): Promise<KeptMessage | undefined> {
    const held = await this.#hold(id)
    try {
      if (held !== undefined && held.audio instanceof RecordingFile && isResumable(held.record)) {
        return this.#recordOn(held, held.audio, line)
      }
    } catch {
      // Nothing can be written to its files, and nothing read of them: the site's data was cleared
    }
    if (held !== undefined) this.#left.leave(held)
    this.#messages.delete(id)
    this.#tell({ tell: 'not-taken-up', message: id })
    return undefined
  }

  #recordOn(held: Held, audio: RecordingFile, line: MessagePort): KeptMessage {
    const record = resumed(held.record, audio)
    held.slots.write(JSON.stringify(asOnDisk(record, isOnDisk(held.files.audio))))
    audio.reopen()
    const message = this.#keep({ ...held, record })
    listen(line, message)
    const { message: id } = record
    this.#tell({ tell: 'taken-up', message: id, levels: audio.levels.slice(), channels: audio.channels })
    if (isInPageAlone(held.files)) this.#tellLow(id, true)
    this.#watchStorage(id)
    return message
  }

  /** It may be gone, or in another tab's hands, since somebody looked. */
  async #hold(id: string): Promise<Held | undefined> {
    const left = this.#left.take(id)
    if (left !== undefined) return left
    const { room, person } = this.#start
    const unlock = await holdMessage(room, id).catch(() => undefined) // InvalidStateError: the page is closing
    const onDisk = unlock && this.#stubborn(id, await openMessage(room, id, { create: false }))
    const held = unlock && onDisk && heldIn(onDisk, person, unlock)
    if (held === undefined) letGo(onDisk, unlock)
    return held
  }

  #newRecord(message: string, said: Partial<MessageRecord> & Pick<MessageRecord, 'phase' | 'recordedAtMs' | 'name'>) {
    const { room, person } = this.#start
    const unsaid = { isFile: false, trim: false, options: {}, durationMs: null, waveform: null, refusal: null }
    return { ...unsaid, message, room, person, addresses: NOWHERE, phaseAtMs: Math.round(nowMs()), ...said }
  }

  /** First the lock, then the files: nobody ever sees them without. In memory, where there are none to be had. */
  async #open(id: string, { isFile = false } = {}): Promise<{ files: Files; unlock: () => void }> {
    const { room } = this.#start
    const unlock = await holdMessage(room, id)
    const onDisk = unlock && (await openMessage(room, id, { create: true }))
    for (const file of Object.values(onDisk ?? {})) file.truncate(0)
    if (onDisk === undefined) this.#tellLow(id, true)
    const inMemory = { audio: new MemoryFile(), levels: new MemoryFile(), state: new MemoryFile() }
    return { files: this.#stubborn(id, onDisk, { isFile }) ?? inMemory, unlock: unlock ?? (() => {}) }
  }

  async #openForFile(id: string): Promise<Opened> {
    const expected = await this.#expected.take(id)
    if (expected !== undefined) return expected
    const opened = await this.#open(id, { isFile: true })
    return { ...opened, slots: new StateSlots(opened.files.state) }
  }

  /** A disk that is full keeps nobody from sending what lies on it. Of a file that is chosen a piece is of no use there. */
  #stubborn(id: string, onDisk: Files | undefined, { isFile = false } = {}): Files | undefined {
    if (onDisk === undefined) return undefined
    const file = (name: MessageFileName, isOfUse = true) =>
      new StubbornFile(onDisk[name], () => this.#tellLow(id, isInPageAlone(files)), isOfUse)
    const files = { audio: file('audio', !isFile), levels: file('levels'), state: file('state') }
    return files
  }

  #keep(held: Held): KeptMessage {
    const { record, audio, files, slots, unlock } = held
    const { message: id, room } = record
    return new KeptMessage({
      record,
      audio,
      stateFile: files.state,
      slots,
      server: this.#start.server,
      token: (refused) => this.#tokenOf(record.person, refused),
      isOnDisk: (name) => isOnDisk(files[name]),
      tell: (view) => this.#tell({ tell: 'message', message: id, view }),
      release: (remove) => {
        this.#messages.delete(id)
        files.levels.close() // a file that was chosen has none: what is open cannot be removed
        void remove.then((isToGo) => (isToGo ? removeMessage(room, id) : undefined)).then(unlock)
      },
      stay: (draft) => {
        this.#messages.delete(id)
        this.#left.leave({ ...held, record: draft.record })
        this.#tell({ tell: 'left', message: id, draft })
      },
    })
  }

  /** To anybody else there is no such upload (U2): what another person has thrown away waits for them. */
  async #tokenOf(person: string | null, refused?: string): Promise<string> {
    if (person !== this.#start.person) throw new EarshotError('unreachable')
    return this.#tokens.get(refused)
  }

  /** The page is told why. */
  #haveNone(id: string, view: MessageView): undefined {
    this.#messages.delete(id)
    this.#tell({ tell: 'message', message: id, view })
  }

  async #watchStorage(id: string): Promise<void> {
    if (!this.#messages.has(id)) return
    const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {}
    if (quota - usage < LOW_BYTES) this.#tellLow(id, false)
    else setTimeout(() => void this.#watchStorage(id), LOOK_AT_STORAGE_EVERY_MS)
  }

  #tellLow(message: string, isInPageAlone: boolean): void {
    this.#tell({ tell: 'storage-low', message, isInPageAlone })
  }

  #each(act: (message: KeptMessage) => void): void {
    for (const message of this.#messages.values()) void message.then((one) => one && act(one))
  }

  #tell(event: MessagesEvent): void {
    this.#start.page.postMessage(event)
  }
}

function listen(line: MessagePort, message: KeptMessage): void {
  line.onmessage = ({ data }: MessageEvent<LineFrame | LinePause>) =>
    'payload' in data ? message.add(data) : message.pause(data.samples)
}

function obey(message: KeptMessage, command: MessageCommand, tell: (event: MessagesEvent) => void): void {
  switch (command.do) {
    case 'resume':
      message.resume()
      break
    case 'stop':
      message.stop()
      break
    case 'send':
      message.send(command.options, command.name)
      break
    case 'retry':
      message.retry()
      break
    case 'take-back':
      message.takeBack()
      break
    case 'discard':
      message.discard()
      break
    case 'keep':
      message.keep()
      break
    case 'listen':
      message.listen((audio) => tell({ tell: 'audio', message: command.message, ask: command.ask, audio }))
      break
    case 'leave':
      message.leave()
      break
    case 'record':
    case 'import':
    case 'expect':
    case 'forget':
    case 'adopt':
    case 'go-on':
      break // makes a message, and is obeyed before there is one
    default:
      command satisfies never
  }
}

addEventListener('message', ({ data }: MessageEvent<MessagesStart>) => new MessagesWorker(data), { once: true })
