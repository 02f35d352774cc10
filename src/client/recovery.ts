/**
 * What a call or another application takes away, microphone or sound: noticed, told once it is no passing moment, and
 * fetched back, both at once, by one tap.
 */

import { atGestures } from './autoplay.ts'
import type { ContextKeeper } from './context-keeper.ts'
import type { MicrophoneSwitch } from './microphone-switch.ts'

/** What the system has taken away. Both are false when all is well. */
export interface Interruption {
  readonly microphone: boolean
  readonly sound: boolean
}

/** Systems silence a microphone for a moment while another opens, or a headset changes its mode. */
const PASSING_MS = 400
const NOTHING: Interruption = { microphone: false, sound: false }

type Keeper = Pick<ContextKeeper, 'isRunning' | 'isInterrupted' | 'isSuspended' | 'wake'>
type Microphone = Pick<MicrophoneSwitch, 'microphone' | 'isMissing' | 'reopen'>

export interface RecoveryEdge {
  keeper: Keeper
  microphone: Microphone
  told(interruption: Interruption): void
  failed(error: unknown): void
}

export class Recovery {
  readonly #edge: RecoveryEdge
  #told = NOTHING
  #telling: ReturnType<typeof setTimeout> | undefined
  #running: Promise<boolean> | undefined
  /** A gesture has changed nothing: the next ones ask for nothing until something else has changed. */
  #isInVain = false

  constructor(edge: RecoveryEdge) {
    this.#edge = edge
  }

  get interruption(): Interruption {
    return this.#told
  }

  /** Something has changed. */
  look(): void {
    this.#isInVain = false
    clearTimeout(this.#telling)
    const seen = this.#seen
    const isWorse = (seen.microphone && !this.#told.microphone) || (seen.sound && !this.#told.sound)
    if (isWorse) this.#telling = setTimeout(() => this.#tell(this.#seen), PASSING_MS)
    else this.#tell(seen)
  }

  /** To be called in a gesture. Resolves with whether microphone, if one is wished for, and sound are there now. */
  recover(): Promise<boolean> {
    // The gesture that an earlier call came from may have been none that counts: this one may.
    if (this.#running !== undefined) void this.#edge.keeper.wake()
    this.#running ??= this.#recover().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Takes any gesture as a tap, where that can do no harm. Returns how to stop that. */
  listen(): () => void {
    return atGestures(
      () => this.#tryInPassing(),
      () => {
        this.#isInVain = false
        this.#tryInPassing()
      },
    )
  }

  stop(): void {
    clearTimeout(this.#telling)
  }

  get #seen(): Interruption {
    const { keeper, microphone } = this.#edge
    return { microphone: microphone.microphone?.isSilenced ?? false, sound: keeper.isInterrupted }
  }

  get #isMicrophoneOut(): boolean {
    const { microphone, isMissing } = this.#edge.microphone
    return isMissing || microphone?.isSilenced === true || microphone?.isOver === true
  }

  #tryInPassing(): void {
    const { isSuspended } = this.#edge.keeper
    const canWakeMore = this.#isMicrophoneOut && this.#edge.keeper.isRunning && !this.#isInVain
    if (!isSuspended && !canWakeMore) return
    void this.recover().then((recovered) => {
      this.#isInVain = !recovered
    })
  }

  async #recover(): Promise<boolean> {
    const { keeper, microphone, failed } = this.#edge
    // Both in the gesture itself: behind an `await` it counts no more.
    const opened = this.#isMicrophoneOut ? microphone.reopen().catch(failed) : undefined
    await Promise.all([keeper.wake(), opened])
    this.look()
    return keeper.isRunning && !this.#isMicrophoneOut
  }

  #tell(interruption: Interruption): void {
    const { microphone, sound } = this.#told
    if (interruption.microphone === microphone && interruption.sound === sound) return
    this.#told = interruption
    this.#edge.told(interruption)
  }
}
