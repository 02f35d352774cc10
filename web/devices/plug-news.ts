/**
 * What has happened to the devices by itself, for as long as it is news: one took the place of another, or a new one is
 * there to be used. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { AudioDevice, AudioDevices, DeviceChange } from '../../src/client/index.ts'
import { appeared, isSystemChoice, type Offer, remaining, SYSTEM_CHOICES } from './appeared.ts'

/** Microphone and speaker of one headset go together, and so does what is said of them. */
export interface Changes {
  microphone?: DeviceChange
  speaker?: DeviceChange
}

export interface DevicesInUse {
  /** Ids; of a microphone that the system chose, none that is listed. */
  microphone: string
  speaker: string
  /** What was chosen, and is taken by itself. */
  chosen: readonly string[]
}

/** Long enough to be read twice. What is lost stays lost, and is said until it is back or has been read. */
const READ_MS = 10_000
/** What is chosen, or followed, is in use by then: only what is not has to be offered. */
const TAKEN_WITHIN_MS = 1_500

export class PlugNews {
  readonly changes = signal<Changes | undefined>(undefined)
  readonly offer = signal<Offer | undefined>(undefined)
  readonly #inUse: () => DevicesInUse
  #before: AudioDevices = { microphones: [], speakers: [] }
  #reading: ReturnType<typeof setTimeout> | undefined
  #offering: ReturnType<typeof setTimeout> | undefined

  constructor(inUse: () => DevicesInUse) {
    this.#inUse = inUse
  }

  /** One device has taken the place of another. */
  tell(change: DeviceChange): void {
    const before = this.changes.peek()
    const other = change.kind === 'microphone' ? before?.speaker : before?.microphone
    const isOneNews = other !== undefined && other.why === change.why
    this.changes.value = { ...(isOneNews && { [other.kind]: other }), [change.kind]: change }
    clearTimeout(this.#reading)
    if (change.why !== 'lost') this.#reading = setTimeout(() => this.dismiss(), READ_MS)
  }

  /** Takes what is plugged in now. */
  look(now: AudioDevices): void {
    const fresh = appeared(this.#before, now)
    this.#before = now
    const offer = this.offer.peek()
    if (offer !== undefined) this.offer.value = this.#stillOpen(offer)
    if (fresh === undefined) return
    clearTimeout(this.#offering)
    this.#offering = setTimeout(() => {
      this.offer.value = this.#stillOpen(fresh)
    }, TAKEN_WITHIN_MS)
  }

  /** Somebody has read what has changed. */
  dismiss(): void {
    clearTimeout(this.#reading)
    this.changes.value = undefined
  }

  /** Somebody has chosen for themselves. */
  settle(): void {
    this.dismiss()
    this.decline()
  }

  decline(): void {
    clearTimeout(this.#offering)
    this.offer.value = undefined
  }

  stop(): void {
    clearTimeout(this.#reading)
    clearTimeout(this.#offering)
  }

  #stillOpen(offer: Offer): Offer | undefined {
    return remaining(offer, this.#before, (kind, device) => this.#isUsed(kind, device))
  }

  #isUsed(kind: keyof Offer, device: AudioDevice): boolean {
    const inUse = this.#inUse()
    if (inUse[kind] === device.deviceId || inUse.chosen.includes(device.deviceId)) return true
    return SYSTEM_CHOICES.includes(inUse[kind]) && isSystemChoice(this.#before[`${kind}s`], device)
  }
}
