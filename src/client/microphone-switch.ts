/**
 * Which microphone is open, and how another takes its place: only once that one is open itself, so that a choice that
 * fails leaves the one before as it was, sending. Knows no platform: it is handed how to open one and how to join it.
 */

import { asEarshotError, EarshotError } from './errors.ts'
import type { MicrophoneOptions } from './microphone.ts'
import type { MicrophoneInput, MicrophoneWatch } from './microphone-input.ts'

export type OpenMicrophone = Pick<MicrophoneInput, 'deviceId' | 'label' | 'close'>

export interface MicrophoneSwitchEdge {
  request(options: MicrophoneOptions): Promise<MediaStreamTrack>
  /** `isOwn`: whether closing is to stop the track. */
  join(track: MediaStreamTrack, isOwn: boolean, watch: MicrophoneWatch): OpenMicrophone
  /** Another is open, or none, or the one that was interrupted is back. */
  changed(): void
  failed(error: EarshotError): void
}

export class MicrophoneSwitch {
  readonly #edge: MicrophoneSwitchEdge
  #open: OpenMicrophone | undefined
  /** How the open one was opened, and can be again; undefined for a track of the caller's. */
  #options: MicrophoneOptions | undefined
  /** Counts what was asked for: the last one wins. */
  #calls = 0

  constructor(edge: MicrophoneSwitchEdge) {
    this.#edge = edge
  }

  get microphone(): OpenMicrophone | undefined {
    return this.#open
  }

  /** @throws {EarshotError} with the one before still in place */
  async open(options: MicrophoneOptions): Promise<void> {
    this.#calls += 1
    const call = this.#calls
    this.#put(await this.#request(options, call), options, call)
  }

  /** Takes a track of the caller's. @throws {EarshotError} with the one before still in place */
  take(track: MediaStreamTrack): void {
    this.#calls += 1
    this.#put(track, undefined, this.#calls)
  }

  close(): void {
    this.#calls += 1
    this.#shut()
  }

  /** Puts a track in place, unless another call has come since. */
  #put(track: MediaStreamTrack, options: MicrophoneOptions | undefined, call: number): void {
    if (call !== this.#calls) {
      track.stop()
      return
    }
    const joined = this.#join(track, options)
    this.#open?.close()
    this.#open = joined
    this.#options = options && { ...options, ...(joined.deviceId === '' ? {} : { deviceId: joined.deviceId }) }
    this.#edge.changed()
  }

  #join(track: MediaStreamTrack, options: MicrophoneOptions | undefined): OpenMicrophone {
    try {
      return this.#edge.join(track, options !== undefined, {
        ended: () => this.#replace(options),
        interrupted: () => this.#edge.failed(new EarshotError('microphone-busy')),
        resumed: () => this.#edge.changed(),
      })
    } catch (error) {
      if (options !== undefined) track.stop()
      throw error
    }
  }

  /** Some systems let only one microphone be open at a time: then the one before gives way. */
  async #request(options: MicrophoneOptions, call: number): Promise<MediaStreamTrack> {
    try {
      return await this.#edge.request(options)
    } catch (error) {
      const before = this.#options
      const isBusy = asEarshotError(error, 'microphone-failed').code === 'microphone-busy'
      if (!isBusy || before === undefined || call !== this.#calls) throw error
      this.#shut()
      return this.#requestAlone(options, before, call)
    }
  }

  /** The one that gave way comes back when it did so in vain. */
  async #requestAlone(options: MicrophoneOptions, before: MicrophoneOptions, call: number): Promise<MediaStreamTrack> {
    try {
      return await this.#edge.request(options)
    } catch (error) {
      const back = call === this.#calls && (await this.#edge.request(before).catch(() => undefined)) // then none is open
      if (back) this.#put(back, before, call)
      throw error
    }
  }

  #shut(): void {
    if (this.#open === undefined) return
    this.#open.close()
    this.#open = this.#options = undefined
    this.#edge.changed()
  }

  /** The microphone was unplugged: the system's next choice takes its place, or there is none. */
  async #replace(options: MicrophoneOptions | undefined): Promise<void> {
    this.close()
    const { deviceId: _, ...rest } = options ?? {}
    try {
      if (options === undefined) throw new EarshotError('microphone-failed')
      await this.open(rest)
    } catch (error) {
      this.#edge.failed(asEarshotError(error, 'microphone-failed'))
    }
  }
}
