/**
 * Listens in on a page's audio from outside, so that the app needs no hook for tests: every microphone that the page opens
 * and everything it connects to its speakers is recorded as samples, with the wall clock beside them.
 */

import type { BrowserContext, Page } from 'playwright-core'

/** `said`: what came out of the microphone. `heard`: what the page mixed for the speakers. `played`: what audio elements play. */
export type Tap = 'said' | 'heard' | 'played'

export interface Recording {
  sampleRateHz: number
  samples: Float32Array
  /** The wall clock at which chunks of it were rendered. */
  clock: { sample: number; atMs: number }[]
}

interface Chunk {
  frame: number
  atMs: number
  samples: Float32Array
}

interface PageTaps {
  chunks: Record<Tap, Chunk[]>
  sampleRateHz: number
  isRecording: boolean
  /** Whether a stream is a microphone's; a page that plays other streams answers for itself. */
  isMicrophone(stream: MediaStream): boolean
}

declare global {
  var earshotTaps: PageTaps
}

/** Must be called before the page is opened. */
export async function tapAudio(context: BrowserContext): Promise<void> {
  await context.addInitScript(install)
}

export async function startRecording(...pages: Page[]): Promise<void> {
  await Promise.all(
    pages.map((page) =>
      page.evaluate(() => {
        earshotTaps.chunks = { said: [], heard: [], played: [] }
        earshotTaps.isRecording = true
      }),
    ),
  )
}

/** How long the recording of a tap is by now. */
export function recordedMs(page: Page, tap: Tap): Promise<number> {
  return page.evaluate((name) => {
    const { chunks, sampleRateHz } = earshotTaps
    const [first, last] = [chunks[name][0], chunks[name].at(-1)]
    if (first === undefined || last === undefined) return 0
    return ((last.frame + last.samples.length - first.frame) * 1000) / sampleRateHz
  }, tap)
}

/** What was recorded since the start; the recording goes on. */
export async function recording(page: Page, tap: Tap): Promise<Recording> {
  const { sampleRateHz, chunks } = await page.evaluate((name) => {
    const toBase64 = (samples: Float32Array) => {
      let binary = ''
      for (const byte of new Uint8Array(samples.buffer)) binary += String.fromCharCode(byte)
      return btoa(binary)
    }
    const { sampleRateHz, chunks } = earshotTaps
    return {
      sampleRateHz,
      chunks: chunks[name].map(({ frame, atMs, samples }) => ({ frame, atMs, bytes: toBase64(samples) })),
    }
  }, tap)
  const first = chunks[0]?.frame ?? 0
  const samples = new Float32Array(chunks.length * CHUNK_FRAMES)
  for (const { frame, bytes } of chunks) {
    // Several nodes may go to the speakers at once: what is heard is their sum.
    floatsOf(bytes).forEach((value, index) => {
      const at = frame - first + index
      samples[at] = (samples[at] ?? 0) + value
    })
  }
  const clock = chunks.map(({ frame, atMs }) => ({ sample: frame - first, atMs }))
  const end = Math.max(0, ...clock.map(({ sample }) => sample + CHUNK_FRAMES))
  return { sampleRateHz, samples: samples.subarray(0, end), clock }
}

/** The wall clock of one sample. Rendering comes in bursts and drifts, so this is a mean over the second around it. */
export function wallClockMs({ clock, sampleRateHz }: Recording, sample: number): number {
  const near = clock.filter((mark) => Math.abs(mark.sample - sample) <= sampleRateHz / 2)
  const guesses = near.map((mark) => mark.atMs + ((sample - mark.sample) * 1000) / sampleRateHz)
  return guesses.reduce((sum, value) => sum + value, 0) / guesses.length
}

/** 20 ms of 48 kHz, in whole render quanta of 128. */
const CHUNK_FRAMES = 1024

const floatsOf = (base64: string): Float32Array => {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'))
  return new Float32Array(bytes.buffer)
}

/** Runs in the page, before any script of it: it can use nothing of this module. */
function install(): void {
  globalThis.earshotTaps = {
    chunks: { said: [], heard: [], played: [] },
    sampleRateHz: 48_000,
    isRecording: false,
    isMicrophone: () => true,
  }
  const PROCESSOR = `
    registerProcessor('tap', class extends AudioWorkletProcessor {
      samples = new Float32Array(1024)
      filled = 0
      process([[channel]]) {
        if (this.filled === 0) this.head = { frame: currentFrame, atMs: Date.now() }
        if (channel) this.samples.set(channel, this.filled)
        else this.samples.fill(0, this.filled, this.filled + 128)
        this.filled += 128
        if (this.filled < this.samples.length) return true
        this.port.postMessage({ ...this.head, samples: this.samples.slice() })
        this.filled = 0
        return true
      }
    })`
  const modules = new WeakMap<BaseAudioContext, Promise<void>>()
  const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode

  const tap = async (node: AudioNode, name: Tap) => {
    const { context } = node
    if (!modules.has(context)) {
      const url = URL.createObjectURL(new Blob([PROCESSOR], { type: 'text/javascript' }))
      modules.set(context, context.audioWorklet.addModule(url))
    }
    await modules.get(context)
    const recorder = new AudioWorkletNode(context, 'tap', { channelCount: 1, channelCountMode: 'explicit' })
    recorder.port.onmessage = ({ data }) => {
      earshotTaps.sampleRateHz = context.sampleRate
      if (earshotTaps.isRecording) earshotTaps.chunks[name].push(data)
    }
    connect.call(node, recorder)
    // A node that leads nowhere is not rendered; the recorder's output is silence.
    connect.call(recorder, context.destination)
  }

  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] === this.context.destination) void tap(this, 'heard')
    return Reflect.apply(connect, this, args)
  } as typeof AudioNode.prototype.connect

  /** Once its sound goes through a graph, an element plays there and nowhere else: on to the speakers with it. */
  const tapped = new WeakSet<HTMLMediaElement>()
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function () {
    if (!tapped.has(this)) {
      tapped.add(this)
      const node = new AudioContext({ sampleRate: 48_000 }).createMediaElementSource(this)
      connect.call(node, node.context.destination)
      void tap(node, 'played')
    }
    return play.call(this)
  }

  const createSource = AudioContext.prototype.createMediaStreamSource
  AudioContext.prototype.createMediaStreamSource = function (stream) {
    const node = createSource.call(this, stream)
    if (earshotTaps.isMicrophone(stream)) void tap(node, 'said')
    return node
  }
  globalThis.MediaStreamAudioSourceNode = new Proxy(MediaStreamAudioSourceNode, {
    construct: (target, args) => {
      const node = Reflect.construct(target, args)
      if (earshotTaps.isMicrophone(node.mediaStream)) void tap(node, 'said')
      return node
    },
  })
}
