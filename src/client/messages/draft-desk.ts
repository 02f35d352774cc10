/** What can be done with the messages that lie on this device: sending one, going on with it, throwing it away, keeping it after all. */

import { EarshotError } from '../errors.ts'
import { type DraftParts, type FoundMessage, MessageDraft } from './message-draft.ts'
import { isOf, type SendOptions, takenUpBy } from './message-record.ts'
import type { MessagesLink } from './messages-link.ts'
import type { OutgoingList } from './outgoing-list.ts'
import { OutgoingMessage } from './outgoing-message.ts'
import { isLost } from './record-on-disk.ts'
import type { RecordingDesk } from './recording-desk.ts'
import type { VoiceRecorder } from './voice-recorder.ts'

interface DeskParts {
  /** Whose drafts they are. */
  person: string
  link: MessagesLink
  outgoing: OutgoingList
  recording: Pick<RecordingDesk, 'recorder' | 'goOn' | 'giveUp'>
  name(): string
  /** There is another draft, or one less. */
  changed(): void
}

export class DraftDesk implements DraftParts {
  readonly #parts: DeskParts
  /** Of what was thrown away while it was gone on with: how its recorder has it back. */
  readonly #undos = new Map<string, () => Promise<void>>()

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** Those of what was found that are this person's drafts, the newest first. */
  of(found: readonly (FoundMessage | 'nothing' | undefined)[]): MessageDraft[] {
    return draftsAmong(this.#parts.person, found).map((one) => new MessageDraft(one, this))
  }

  send({ id, recordedAtMs, durationMs, waveform }: MessageDraft, options: SendOptions): OutgoingMessage {
    const { link, outgoing, recording, name } = this.#parts
    const underWay = outgoing.find(id)
    if (underWay !== undefined) return underWay
    const recorder = this.#recorderOf(id)
    if (recorder !== undefined) return recorder.send(options)
    recording.giveUp(id)
    const facts = { id, recordedAtMs, durationMs, waveform }
    const message = outgoing.add(new OutgoingMessage(link, { ...facts, state: 'sending' }))
    link.tell({ do: 'adopt', message: id })
    link.tell({ do: 'send', message: id, options, name: name() })
    return message
  }

  async resume(draft: MessageDraft): Promise<VoiceRecorder> {
    const { outgoing, recording, changed } = this.#parts
    if (draft.ended !== undefined) throw new EarshotError('message-ended', { cause: draft.ended })
    if (outgoing.find(draft.id) !== undefined) throw new EarshotError('message-elsewhere')
    return recording.goOn(draft).catch((error) => {
      changed() // it may be gone
      throw error
    })
  }

  discard(id: string): void {
    const { link, recording, changed } = this.#parts
    const recorder = this.#recorderOf(id)
    if (recorder !== undefined) {
      this.#undos.set(id, recorder.discard())
      return
    }
    recording.giveUp(id)
    link.tell({ do: 'adopt', message: id })
    link.tell({ do: 'discard', message: id })
    changed()
  }

  /** The worker says that it is kept, lets go of it, and says that too; of one that is gone, the latter alone. */
  async restore(id: string): Promise<void> {
    const { link, recording, changed } = this.#parts
    const undo = this.#undos.get(id)
    this.#undos.delete(id)
    if (undo !== undefined) return undo()
    recording.giveUp(id)
    const phases: string[] = []
    const left = Promise.withResolvers<void>()
    link.follow(id, (event) => {
      if (event.tell === 'message') phases.push(event.view.phase)
      if (phases.at(-1) === 'gone') left.resolve()
    })
    link.tell({ do: 'keep', message: id })
    link.tell({ do: 'leave', message: id })
    await left.promise
    link.follow(id, undefined)
    changed()
    if (!phases.includes('kept')) throw new EarshotError('aborted')
  }

  /** Whoever goes on with it has it. */
  #recorderOf(id: string): VoiceRecorder | undefined {
    const { recorder } = this.#parts.recording
    return recorder?.id === id ? recorder : undefined
  }
}

/** What of the messages that were found is this person's, not empty, and neither on its way nor thrown away; the newest first. */
export const draftsAmong = (person: string, found: readonly (FoundMessage | 'nothing' | undefined)[]): FoundMessage[] =>
  found
    .filter((one) => one !== undefined && one !== 'nothing')
    .filter(({ record }) => isOf(person, record) && !isLost(record))
    .map((one) => ({ ...one, record: takenUpBy(person, one.record) }))
    .filter(({ record, isEmpty }) => !isEmpty && record.phase !== 'discarded' && record.phase !== 'sending')
    .toSorted((a, b) => b.record.recordedAtMs - a.record.recordedAtMs)
