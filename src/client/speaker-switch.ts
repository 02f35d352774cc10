/**
 * Which speaker plays. The browser follows the system's choice by itself; one that the user chose is left when it is
 * unplugged, and taken again when it is back. Knows no platform: it is handed how to play through one.
 */

import type { DeviceChange } from './device-change.ts'
import { DeviceFollower, type PluggedDevice } from './device-follower.ts'

/** What a browser calls the system's choice. */
const SYSTEM = ''

export interface SpeakerSwitchEdge {
  /** Plays through this one from now on, or rejects and goes on as before. */
  use(deviceId: string): Promise<void>
  /** The speakers that are plugged in. */
  listed(): Promise<readonly PluggedDevice[]>
  /** Another plays, without anybody having asked for it. */
  replaced(change: DeviceChange): void
}

export class SpeakerSwitch {
  readonly #edge: SpeakerSwitchEdge
  readonly #follower = new DeviceFollower()
  /** Of all that were ever listed: what is unplugged is listed no more. */
  readonly #labels = new Map<string, string>()
  #chosen = SYSTEM
  #inUse = SYSTEM
  /** What was chosen last and is not refused: what a choice that fails leaves. */
  #kept = SYSTEM
  /** Counts the choices: only the last one may be undone. */
  #choices = 0

  constructor(edge: SpeakerSwitchEdge) {
    this.#edge = edge
  }

  get inUse(): string {
    return this.#inUse
  }

  /** Rejects with what is in use unchanged. One that is only not plugged in is taken when it is. */
  async choose(deviceId: string): Promise<void> {
    this.#choices += 1
    const choice = this.#choices
    this.#chosen = deviceId
    try {
      await this.#edge.use(deviceId)
      this.#inUse = this.#kept = deviceId
    } catch (error) {
      const isAway = error instanceof DOMException && error.name === 'NotFoundError'
      if (isAway && choice === this.#choices) this.#kept = deviceId
      else if (choice === this.#choices) this.#chosen = this.#kept
      throw error
    } finally {
      await this.look()
    }
  }

  /** Something may have been plugged in or out. */
  async look(): Promise<void> {
    const listed = await this.#edge.listed().catch(() => []) // then nothing is known of it
    for (const { deviceId, label } of listed) this.#labels.set(deviceId, label)
    const chosen = this.#chosen === SYSTEM ? undefined : this.#chosen
    const move = this.#follower.next(listed, { chosen, inUse: this.#inUse })
    if (move === 'lost') await this.#move('lost', SYSTEM)
    if (move === 'returned' && chosen !== undefined) await this.#move('returned', chosen)
  }

  /** The one in use plays no more, listed or not. */
  async fail(): Promise<void> {
    if (this.#inUse === SYSTEM) return
    this.#follower.lose(this.#inUse)
    await this.#move('lost', SYSTEM)
  }

  async #move(why: DeviceChange['why'], deviceId: string): Promise<void> {
    const [from, to] = [this.#labelOf(this.#inUse), this.#labelOf(deviceId)]
    try {
      await this.#edge.use(deviceId)
    } catch {
      return // it went again: what plays stays
    }
    this.#inUse = deviceId
    this.#edge.replaced({ kind: 'speaker', why, from, to })
  }

  /** The system's choice has no name of its own. */
  #labelOf(deviceId: string): string {
    return deviceId === SYSTEM ? '' : (this.#labels.get(deviceId) ?? '')
  }
}
