/**
 * Where voice messages are recorded on a page: one at a time, a new one or behind what a draft holds. Sees to the microphone,
 * and joins the recording worklet to the messages' worker by a line of their own.
 *
 * Next: src/client/messages/voice-recorder.ts
 */

import { CHANNELS } from '../../audio/sound-profile.ts'
import { asEarshotError, EarshotError } from '../errors.ts'
import { randomId } from '../random-id.ts'
import { profileOf, type VoiceAudio } from '../voice-audio.ts'
import type { MessagesLink } from './messages-link.ts'
import type { TakenUp } from './messages-words.ts'
import { MicrophoneClaim } from './microphone-claim.ts'
import type { OutgoingMessage } from './outgoing-message.ts'
import { askToPersist } from './persistence.ts'
import type { Recorded, RecorderParts } from './recorder-words.ts'
import { RecordingNode } from './recording-node.ts'
import { VoiceRecorder } from './voice-recorder.ts'

const NOTHING_YET = new Uint8Array(0)

type Draft = Pick<Recorded, 'id' | 'recordedAtMs'>

interface RecordingDeskParts {
  link: MessagesLink
  audio(): VoiceAudio | undefined
  /** While `held`, nothing that the microphone takes in goes to the room. */
  hold(held: boolean): void
  sent(recorded: Recorded): OutgoingMessage
  name(): string
  /** There is another recorder, or none any more. */
  changed(): void
}

export class RecordingDesk {
  readonly #parts: RecordingDeskParts
  #recorder: VoiceRecorder | undefined
  /** Who asks for two at once gets one after the other. */
  #beginning: Promise<unknown> = Promise.resolve()
  /** The draft that is about to be gone on with: until there is a recorder, nobody has it in hand. */
  #takingUp: { id: string; giveUp: AbortController } | undefined

  constructor(parts: RecordingDeskParts) {
    this.#parts = parts
  }

  /** What is being recorded, or waits to be sent or discarded. */
  get recorder(): VoiceRecorder | undefined {
    return this.#recorder?.isOver ? undefined : this.#recorder
  }

  /** @throws {EarshotError} `audio-failed`, and what opening a microphone throws */
  record(trim: boolean): Promise<VoiceRecorder> {
    return this.#next(() => this.#withMicrophone((audio, claim) => this.#begin(audio, trim, claim)))
  }

  /**
   * @throws {EarshotError} `message-elsewhere`, `aborted` (given up), `unreachable`, `audio-failed`, and what opening a
   * microphone throws
   */
  goOn(draft: Draft): Promise<VoiceRecorder> {
    return this.#next(async () => {
      const { recorder } = this
      if (recorder?.id !== draft.id) return this.#takeUp(draft)
      await recorder.resume()
      return recorder
    })
  }

  /** That draft is to be sent or thrown away: whoever was about to go on with it does not. */
  giveUp(id: string): void {
    if (this.#takingUp?.id === id) this.#takingUp.giveUp.abort(new EarshotError('aborted'))
  }

  async #takeUp(draft: Draft): Promise<VoiceRecorder> {
    this.#assertNobodyHas(draft.id)
    const giveUp = new AbortController()
    this.#takingUp = { id: draft.id, giveUp }
    try {
      return await this.#withMicrophone((audio, claim) => this.#goOn(audio, draft, claim, giveUp.signal))
    } finally {
      this.#takingUp = undefined
    }
  }

  #assertNobodyHas(id: string): void {
    if (this.#parts.link.isFollowed(id)) throw new EarshotError('message-elsewhere')
  }

  #next(begin: () => Promise<VoiceRecorder>): Promise<VoiceRecorder> {
    const recorder = this.#beginning.then(begin)
    this.#beginning = recorder.catch(() => undefined) // its caller knows
    return recorder
  }

  /** What was being recorded and not sent becomes a draft. */
  async #withMicrophone(begin: (audio: VoiceAudio, claim: MicrophoneClaim) => VoiceRecorder | Promise<VoiceRecorder>) {
    const audio = this.#parts.audio()
    if (audio === undefined) throw new EarshotError('audio-failed', { cause: 'No VoiceAudio was given.' })
    const claim = new MicrophoneClaim(audio, (held) => this.#parts.hold(held))
    this.recorder?.leave()
    await claim.take()
    void askToPersist()
    try {
      if (this.#parts.audio() !== audio) throw new EarshotError('aborted') // the room was over before it was open
      return await begin(audio, claim)
    } catch (error) {
      claim.give()
      throw asEarshotError(error, 'audio-failed')
    }
  }

  #begin(audio: VoiceAudio, trim: boolean, claim: MicrophoneClaim): VoiceRecorder {
    const { link, name } = this.#parts
    const { port1: line, port2 } = new MessageChannel()
    const facts = { id: randomId(), recordedAtMs: Date.now(), levels: NOTHING_YET }
    const profile = profileOf(audio)
    const start = { line, trim, goesOn: false, profile }
    const listen: RecorderParts['listen'] = (ears) => new RecordingNode(audio, start, ears)
    const recorder = this.#recorderOf({ ...facts, listen }, claim)
    const { id: message, recordedAtMs } = facts
    const channels = CHANNELS[profile]
    link.tell({ do: 'record', message, recordedAtMs, trim, name: name(), channels, line: port2 }, [port2])
    return this.#show(recorder)
  }

  /** Its channels stay what they are, whatever microphone is open now. While that opened, much may have become of it. */
  async #goOn(audio: VoiceAudio, { id, recordedAtMs }: Draft, claim: MicrophoneClaim, signal: AbortSignal) {
    signal.throwIfAborted()
    this.#assertNobodyHas(id)
    const { link } = this.#parts
    const { port1: line, port2 } = new MessageChannel()
    const { levels, channels } = await takenUp(link, id, port2, signal)
    signal.throwIfAborted()
    const profile = channels === CHANNELS.music ? 'music' : 'voice'
    const start = { line, trim: false, goesOn: true, profile } as const
    const listen: RecorderParts['listen'] = (ears) => new RecordingNode(audio, start, ears)
    try {
      return this.#show(this.#recorderOf({ id, recordedAtMs, levels, listen }, claim))
    } catch (error) {
      link.follow(id, undefined)
      link.tell({ do: 'leave', message: id })
      throw error
    }
  }

  #recorderOf(
    facts: Pick<RecorderParts, 'id' | 'recordedAtMs' | 'levels' | 'listen'>,
    claim: MicrophoneClaim,
  ): VoiceRecorder {
    const { link, sent, name } = this.#parts
    return new VoiceRecorder({ ...facts, link, claim: () => claim.take(), yield: () => claim.give(), sent, name })
  }

  #show(recorder: VoiceRecorder): VoiceRecorder {
    this.#recorder = recorder
    recorder.on('change', () => recorder.isOver && this.#parts.changed())
    this.#parts.changed()
    return recorder
  }
}

/** What the worker has taken up, once it has. Given up in between, it is in the hands of whoever gave it up. */
function takenUp(link: MessagesLink, message: string, line: MessagePort, signal: AbortSignal): Promise<TakenUp> {
  const { promise, resolve, reject } = Promise.withResolvers<TakenUp>()
  const end = (error: unknown) => {
    link.follow(message, undefined)
    reject(error)
  }
  const fail = (code: 'message-elsewhere' | 'unreachable') => end(new EarshotError(code))
  signal.addEventListener('abort', () => end(signal.reason))
  link.follow(message, (event) => {
    if (event.tell === 'taken-up') resolve(event)
    else if (event.tell === 'not-taken-up') fail('message-elsewhere')
    else if (event.tell === 'message' && event.view.phase === 'gone') fail('unreachable')
  })
  link.tell({ do: 'go-on', message, line }, [line])
  return promise
}
