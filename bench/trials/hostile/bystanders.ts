/**
 * Four members who talk with each other while the room is under attack, and who look closely at everything that reaches
 * them: nothing of the offenders may, but what any member may send to others.
 */

import { unbundle } from '../../../src/protocol/audio-message.ts'
import type { RoomMessage } from '../../../src/protocol/room-message.ts'
import type { MemberLine } from '../../load/member-line.ts'
import { type Conversation, Delays } from '../delays.ts'
import { type Hall, joinAll, leaveAll } from '../hall.ts'
import { after } from '../moment.ts'
import { sentAtOf, Voice } from '../voice.ts'
import { OFFENDERS_MARK } from './audio-messages.ts'

const MOST_NOTES = 20
const BYSTANDERS = 4
const TALKING = 2
/** Behind a span of time, until everything said in it has come or will not come. */
const SETTLE_MS = 500

export class Bystanders {
  /** What should not have reached them, in a sentence each. */
  readonly intrusions: string[] = []
  readonly #delays = new Delays()
  lines: MemberLine[] = []
  #voices: Voice[] = []
  #isWatching = true

  async join(hall: Hall): Promise<void> {
    this.lines = await joinAll(hall, BYSTANDERS, (index) => ({
      name: `Bystander ${index}`,
      muted: index >= TALKING,
      onAudio: (bytes) => this.#hear(bytes),
      onMessage: (message) => this.#understand(message),
    }))
    this.#voices = this.lines.slice(0, TALKING).map((line) => new Voice(line))
    for (const voice of this.#voices) voice.start()
  }

  get numbers(): number[] {
    return this.lines.map(({ number }) => number)
  }

  /** Who has lost the line. */
  get lost(): number {
    return this.lines.filter(({ closes }) => closes.length > 0).length
  }

  /** Talks on until `done`; answers how the talk went in the meantime. */
  async talkUntil(done: Promise<unknown>): Promise<Conversation> {
    this.#delays.begin()
    const sentBefore = this.#sent
    await done
    this.#delays.end()
    const expected = (this.#sent - sentBefore) * (BYSTANDERS - 1)
    await after(SETTLE_MS)
    return { ...this.#delays.figures(), expected }
  }

  async leave(): Promise<void> {
    this.#isWatching = false
    for (const voice of this.#voices) voice.stop()
    await leaveAll(this.lines)
  }

  get #sent(): number {
    return this.#voices.reduce((sum, { sent }) => sum + sent, 0)
  }

  #hear(bytes: Uint8Array): void {
    const nowMs = performance.now()
    const reading = unbundle(bytes)
    if (!reading.ok) this.#note(`audio that is malformed: ${reading.reason}`)
    for (const packet of reading.ok ? reading.packets : []) {
      const isTheirs = packet.payload[0] === OFFENDERS_MARK
      const isOurs = this.lines.some(({ number }) => number === packet.speaker)
      if (isTheirs && isOurs) this.#note(`a packet of an offender under number ${packet.speaker}`)
      else if (isOurs) this.#delays.heard(sentAtOf(packet), nowMs)
    }
  }

  #understand(message: RoomMessage): void {
    const own = new Set(this.numbers)
    switch (message.type) {
      case 'left':
        if (message.members.some(({ member }) => own.has(member))) this.#note('a bystander was said to have left')
        break
      case 'state':
        if (message.members.some(({ member }) => own.has(member))) this.#note('a bystander was said to have changed')
        if (message.room?.locked !== undefined) this.#note('the room was locked or unlocked')
        break
      case 'signal':
        if (own.has(message.from)) this.#note('a signal came under the number of a bystander')
        break
      case 'entry':
        if (message.entries.some(({ kind }) => kind === 'moderation')) this.#note('somebody moderated')
        break
      case 'ack':
      case 'error':
      case 'roster':
      case 'bye':
        this.#note(`an answer that nobody had asked for: ${JSON.stringify(message)}`)
        break
    }
  }

  #note(sentence: string): void {
    if (this.#isWatching && this.intrusions.length < MOST_NOTES && !this.intrusions.includes(sentence))
      this.intrusions.push(sentence)
  }
}
