/**
 * What is done to the sound of microphones before anything takes it in: noise is taken out where the browser cannot do it,
 * or is not to. The browser's own treatment is asked for in src/client/microphone.ts; music gets neither.
 *
 * Next: src/client/capture-worklet.ts
 */

import { SAMPLE_RATE_HZ } from '../audio/pcm.ts'
import type { SuppressorKind, SuppressorNode } from './noise-suppressors.ts'

/** Of what comes in at a microphone, and how it is wanted. */
export interface SoundOptions {
  /**
   * Takes noise out of the voice: the browser's way, which is the default (a stand-in of Earshot's where it has none), or
   * 'stronger', by a network that knows voices, which delays by 20 ms.
   */
  noiseSuppression?: boolean | 'stronger'
  /** It is music: two channels at 96 kb/s, sent without a pause, and nothing is done to it. */
  music?: boolean
}

interface Suppressor {
  kind: SuppressorKind
  node: SuppressorNode
}

export interface TreatmentEdge {
  /** Whether the browser takes noise out itself when asked. */
  readonly browserSuppresses: boolean
  make(kind: SuppressorKind, context: AudioContext): Promise<SuppressorNode>
}

/** Nobody waits longer for a microphone because something of ours is on its way. */
const MADE_WITHIN_MS = 3_000

export class SoundTreatment {
  /** Microphones are connected here, and their sound is taken from there: both stay while microphones change. */
  readonly inlet: GainNode
  readonly outlet: GainNode
  readonly #context: AudioContext
  readonly #edge: TreatmentEdge
  #now: Suppressor | undefined
  /** Made, and not in place yet. */
  #next: Suppressor | undefined
  #followed: SoundOptions | undefined
  /** What could not be had when it was last wanted: the browser was asked instead. */
  readonly #missed = new Set<SuppressorKind>()
  #isClosed = false

  constructor(context: AudioContext, edge: TreatmentEdge = browserEdge) {
    this.#context = context
    this.#edge = edge
    this.inlet = new GainNode(context)
    this.outlet = new GainNode(context)
    this.inlet.connect(this.outlet)
  }

  /** Has at hand what `options` need; answers what to ask of the browser: its own treatment, where ours cannot be had. */
  async prepare<Options extends SoundOptions>(options: Options): Promise<Options> {
    const kind = this.#kindFor(options)
    if (kind === undefined) return leftToBrowser(options)
    if (kind === this.#now?.kind || kind === this.#next?.kind) return options
    try {
      const node = await this.#make(kind)
      this.#next?.node.destroy()
      this.#next = { kind, node }
      this.#missed.delete(kind)
      return options
    } catch {
      this.#missed.add(kind)
      return leftToBrowser(options) // offline, or a browser without WebAssembly in worklets
    }
  }

  /** From now on the sound is of what `options` say; undefined: of nothing. */
  follow(options: SoundOptions | undefined): void {
    this.#followed = options
    const kind = options && this.#kindFor(options)
    if (kind !== this.#now?.kind) this.#change(this.#next?.kind === kind ? this.#next : undefined)
    this.#dropNext()
    const isMade = kind === undefined || kind === this.#now?.kind || this.#missed.has(kind)
    if (options !== undefined && !isMade) void this.#catchUp(options)
  }

  close(): void {
    this.#isClosed = true
    this.follow(undefined)
    this.inlet.disconnect()
    this.outlet.disconnect()
  }

  #kindFor({ music = false, noiseSuppression = true }: SoundOptions): SuppressorKind | undefined {
    if (music || this.#context.sampleRate !== SAMPLE_RATE_HZ) return undefined
    if (noiseSuppression === 'stronger') return 'thorough'
    return noiseSuppression && !this.#edge.browserSuppresses ? 'steady' : undefined
  }

  /** What was made for `options` has been let go of meanwhile, for another microphone. */
  async #catchUp(options: SoundOptions): Promise<void> {
    await this.prepare(options)
    if (this.#followed === options) this.follow(options)
  }

  async #make(kind: SuppressorKind): Promise<SuppressorNode> {
    const making = this.#edge.make(kind, this.#context)
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error('It takes too long.')), MADE_WITHIN_MS)
    try {
      const node = await Promise.race([making, late.promise])
      if (this.#isClosed) throw new Error('Nobody wants it any more.')
      node.addEventListener('processorerror', () => this.#now?.node === node && this.#change(undefined))
      return node
    } catch (error) {
      making.then((node) => node.destroy()).catch(() => undefined) // there is none to end
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  #change(suppressor: Suppressor | undefined): void {
    this.inlet.disconnect()
    this.#now?.node.disconnect()
    this.#now?.node.destroy()
    this.#now = suppressor
    if (suppressor === undefined) this.inlet.connect(this.outlet)
    else this.inlet.connect(suppressor.node).connect(this.outlet)
  }

  #dropNext(): void {
    if (this.#next !== this.#now) this.#next?.node.destroy()
    this.#next = undefined
  }
}

/** The browser is asked for its own where one of ours was wished for. */
const leftToBrowser = <Options extends SoundOptions>(options: Options): Options =>
  options.noiseSuppression === 'stronger' && options.music !== true ? { ...options, noiseSuppression: true } : options

const browserEdge: TreatmentEdge = {
  /** Safari does not know it: MDN, `MediaTrackSupportedConstraints.noiseSuppression`. */
  get browserSuppresses() {
    return navigator.mediaDevices?.getSupportedConstraints().noiseSuppression === true
  },
  make: async (kind, context) => (await import('./noise-suppressors.ts')).makeSuppressor(kind, context),
}
