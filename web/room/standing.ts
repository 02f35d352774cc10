/**
 * What I am in this room, as it changes while I am here: my role, my hand, and whether this device has my voice. Says it to
 * those who do not see it, and opens and closes the microphone where it follows from it. Draws nothing.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { type Act, mayAct, type Participant, type Role, type Room } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import type { Desk } from '../devices/desk.ts'
import { words } from '../i18n/language.ts'
import type { Company } from './people/company.ts'

type Powers = Pick<Room, 'on' | 'setMuted' | 'raiseHand' | 'talkHere'>
type Microphone = Pick<Desk, 'microphone' | 'openMicrophone' | 'closeMicrophone'>

export class Standing {
  /** The role that I was given while I was here, until it has been read. */
  readonly news = signal<Role | undefined>(undefined)
  /** What I say could be heard: my role lets me speak, and this device has my voice. */
  readonly maySpeak: ReadonlySignal<boolean>
  /** Another device of mine has the voice; undefined while this one does. `gone`: it had, and has left. */
  readonly elsewhere: ReadonlySignal<'talking' | 'gone' | undefined>
  readonly isHandUp: ReadonlySignal<boolean>

  readonly #room: Powers
  readonly #company: Company
  readonly #desk: Microphone
  readonly #end: () => void
  #before: Participant
  /** My microphone was open when my voice went to another device. */
  #hadMicrophone = false
  #loweredByMe = false

  constructor(room: Powers, company: Company, desk: Microphone) {
    this.#room = room
    this.#company = company
    this.#desk = desk
    const { me } = company
    this.#before = me.peek()
    this.maySpeak = computed(() => me.value.role !== 'listener' && !me.value.aside)
    this.elsewhere = computed(() => this.#whereVoiceIs())
    this.isHandUp = computed(() => me.value.handRaisedAtMs !== null)
    if (me.peek().role === 'listener') this.#fallSilent()
    this.#end = room.on('me', () => this.#follow(this.#before, me.peek()))
  }

  /** Whether my role allows it: what it does not is not offered. */
  may(act: Act): boolean {
    return mayAct(this.#company.me.value.role, act)
  }

  toggleHand(): void {
    const raised = !this.isHandUp.peek()
    this.#loweredByMe = !raised
    this.#room.raiseHand(raised)
    announce(raised ? words.peek().hand.up : words.peek().hand.down)
  }

  /** Takes my voice to this device, with the microphone as it was. */
  async talkHere(): Promise<void> {
    this.#room.talkHere()
    if (this.#hadMicrophone) await this.#desk.openMicrophone()
  }

  dispose(): void {
    this.#end()
  }

  #whereVoiceIs(): 'talking' | 'gone' | undefined {
    const me = this.#company.me.value
    if (!me.aside) return undefined
    return this.#company.devicesOf(me).some(({ aside }) => !aside) ? 'talking' : 'gone'
  }

  #follow(before: Participant, now: Participant): void {
    this.#before = now
    if (before.role !== now.role) this.#takeRole(now.role)
    if (!before.aside && now.aside) this.#stepAside()
    if (before.handRaisedAtMs !== null && now.handRaisedAtMs === null) this.#noticeLowered()
  }

  #takeRole(role: Role): void {
    this.news.value = role
    const { title, text } = words.peek().roles.news[role]
    announce(`${title} ${text}`)
    if (role === 'listener') this.#fallSilent()
  }

  /** Whoever may speak again later turns the microphone on by themselves. */
  #fallSilent(): void {
    this.#room.setMuted(true)
    this.#desk.closeMicrophone()
  }

  #stepAside(): void {
    this.#hadMicrophone = this.#desk.microphone.peek().is === 'on'
    this.#desk.closeMicrophone()
    announce(words.peek().elsewhere.talking)
  }

  #noticeLowered(): void {
    if (!this.#loweredByMe) announce(words.peek().hand.lowered)
    this.#loweredByMe = false
  }
}
