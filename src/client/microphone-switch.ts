/**
 * Which microphone is open, and how another takes its place: only once that one is open itself, so that a choice that
 * fails leaves the one before as it was, sending. One that is lost is replaced at once, and a chosen one taken again when
 * it is back. Knows no platform: it is handed how to open one and how to join it.
 */

import type { DeviceChange } from './device-change.ts'
import { DeviceFollower, type DeviceMove, type PluggedDevice, plainLabel, systemDevice } from './device-follower.ts'
import { asEarshotError, EarshotError } from './errors.ts'
import type { MicrophoneOptions } from './microphone.ts'
import type { MicrophoneWatch, OpenMicrophone } from './microphone-input.ts'
import { isRefused, type MicrophoneRequests, requestAny } from './microphone-requests.ts'
import type { SoundOptions } from './sound-treatment.ts'

export interface MicrophoneSwitchEdge extends MicrophoneRequests {
  /** `isOwn`: whether closing is to stop the track. */
  join(track: MediaStreamTrack, isOwn: boolean, watch: MicrophoneWatch): OpenMicrophone
  /** Another is open, or none. */
  changed(): void
  /** The system has silenced the open one, or lets it sound again. */
  silenced(): void
  /** Another is open, without anybody having asked for it. */
  replaced(change: DeviceChange): void
  /** None is open any more. */
  failed(error: EarshotError): void
}

export class MicrophoneSwitch {
  readonly #edge: MicrophoneSwitchEdge
  readonly #follower = new DeviceFollower()
  #open: OpenMicrophone | undefined
  /** How the open one was opened, and can be again; undefined for a track of the caller's. */
  #options: MicrophoneOptions | undefined
  #ownSound: SoundOptions = {}
  /** What was asked for last, for as long as it is wished; what is open may be another, or none. */
  #wish: MicrophoneOptions | undefined
  /** Counts what was asked for: the last one wins. */
  #calls = 0
  /** Of these, the user's that are not answered yet. */
  #asked = 0
  /** The open one that is over, until it is replaced. */
  #lost: OpenMicrophone | undefined
  /** Something changed while a lost one was being replaced. */
  #looksAgain = false
  #listed: readonly PluggedDevice[] = []
  /** All that were ever listed: what is unplugged keeps its name. */
  #known: readonly PluggedDevice[] = []

  constructor(edge: MicrophoneSwitchEdge) {
    this.#edge = edge
  }

  get microphone(): OpenMicrophone | undefined {
    return this.#open
  }

  /** What comes in at the open one, and how it is wanted. */
  get sound(): SoundOptions | undefined {
    return this.#open && (this.#options ?? this.#ownSound)
  }

  /** What people call the open one. */
  get label(): string {
    return plainLabel(this.#known, this.#open?.label ?? '')
  }

  /** One is wished for, and none is open. */
  get isMissing(): boolean {
    return this.#open === undefined && this.#wish !== undefined
  }

  /** @throws {EarshotError} with the one before still in place */
  async open(options: MicrophoneOptions): Promise<void> {
    await this.#ask(async (call) => {
      const track = await this.#request(options, call)
      if (this.#put(track, options, call)) this.#wish = options
    })
    await this.look()
  }

  /** Takes a track of the caller's. @throws {EarshotError} with the one before still in place */
  async take(track: MediaStreamTrack, sound: SoundOptions = {}): Promise<void> {
    await this.#ask(async (call) => {
      await this.#edge.prepare(sound)
      if (call === this.#calls) this.#ownSound = sound
      if (this.#put(track, undefined, call)) this.#wish = undefined
    })
  }

  /** The same again, with a new track. @throws {EarshotError} */
  async reopen(): Promise<void> {
    const wish = this.#wish
    if (wish === undefined) return
    await this.open(wish).catch((error: unknown) => {
      if (isRefused(error) && this.isMissing && wish === this.#wish) this.#fail(error)
      throw error
    })
  }

  close(): void {
    this.#calls += 1
    this.#wish = undefined
    this.#shut()
  }

  /** Something may have been plugged in or out. */
  async look(): Promise<void> {
    this.#listed = await this.#edge.listed().catch(() => []) // then nothing is known of it
    this.#known = [...new Map([...this.#known, ...this.#listed].map((device) => [device.label, device])).values()]
    const wish = this.#wish
    if (wish === undefined || this.#asked > 0) return
    this.#looksAgain = this.#isReplacing
    if (this.#looksAgain) return
    const move = this.#follower.next(this.#listed, { chosen: wish.deviceId, inUse: this.#open?.deviceId })
    if (move === 'lost') await this.#lose(this.#open)
    else if (move !== undefined) await this.#follow(move, wish)
  }

  /** The one in place is over, and another on its way. */
  get #isReplacing(): boolean {
    return this.#lost !== undefined && this.#lost === this.#open
  }

  async #ask(act: (call: number) => Promise<void>): Promise<void> {
    this.#calls += 1
    this.#asked += 1
    try {
      await act(this.#calls)
    } finally {
      this.#asked -= 1
      if (this.#lost !== undefined && this.#isReplacing) void this.#replace(this.#lost)
    }
  }

  /** Puts a track in place, unless another call has come since; answers whether it has. */
  #put(track: MediaStreamTrack, options: MicrophoneOptions | undefined, call: number): boolean {
    if (call !== this.#calls) {
      if (options !== undefined) track.stop()
      return false
    }
    const joined = this.#join(track, options)
    const before = this.#open
    this.#open = joined
    this.#options = options && { ...options, ...(joined.deviceId === '' ? {} : { deviceId: joined.deviceId }) }
    joined.takeOver(before)
    this.#edge.changed()
    return true
  }

  #join(track: MediaStreamTrack, options: MicrophoneOptions | undefined): OpenMicrophone {
    try {
      const joined: OpenMicrophone = this.#edge.join(track, options !== undefined, {
        ended: () => void this.#lose(joined),
        broken: () => joined === this.#open && this.#fail(new EarshotError('microphone-failed')),
        silenced: () => joined === this.#open && this.#edge.silenced(),
      })
      return joined
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
      // One that is silenced is so by whatever has them all: it may sound again by itself.
      if (!isBusy || before === undefined || this.#open?.isSilenced || call !== this.#calls) throw error
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

  /** `lost` is over. What the user asks for at this moment goes first. */
  async #lose(lost: OpenMicrophone | undefined): Promise<void> {
    if (lost === undefined || lost !== this.#open || lost === this.#lost) return
    this.#lost = lost
    if (this.#asked === 0) await this.#replace(lost)
  }

  /** The one wished for takes its place if it still opens, else the system's choice, else any other. */
  async #replace({ deviceId }: OpenMicrophone): Promise<void> {
    const from = this.label
    this.#calls += 1
    const call = this.#calls
    this.#follower.lose(deviceId)
    try {
      if (this.#wish === undefined) throw new EarshotError('microphone-failed')
      const track = await requestAny(this.#edge, this.#wish, deviceId)
      if (this.#put(track, this.#wish, call)) this.#tell('lost', from)
    } catch (error) {
      if (call === this.#calls) this.#fail(error)
    }
    if (this.#looksAgain) await this.look()
  }

  /** None is open any more. What was refused is asked for again only when the user asks for it. */
  #fail(cause: unknown): void {
    const error = asEarshotError(cause, 'microphone-failed')
    if (error.code === 'microphone-refused') this.#wish = undefined
    this.#shut()
    this.#edge.failed(error)
  }

  /** Opens what is back, or what the system has chosen now. What is open stays where that fails and the system lets it. */
  async #follow(move: DeviceMove, wish: MicrophoneOptions): Promise<void> {
    const from = this.label
    const system = systemDevice(this.#listed)
    if (move === 'system' && system?.label === from) return // it has taken its place already
    const choice = move === 'system' ? system?.deviceId : wish.deviceId
    this.#calls += 1
    const call = this.#calls
    const options = choice === undefined ? wish : { ...wish, deviceId: choice }
    const wasMissing = this.isMissing
    try {
      const track = await this.#request(options, call)
      if (this.#put(track, options, call)) this.#tell(move, from)
    } catch (error) {
      const isLost = this.isMissing && (!wasMissing || isRefused(error))
      if (call === this.#calls && isLost) this.#fail(error) // else it may open at the next change
    }
  }

  #tell(why: DeviceMove, from: string): void {
    const to = this.label
    if (from !== to) this.#edge.replaced({ kind: 'microphone', why, from, to })
  }
}
