/** Two channels told apart in a browser: a microphone with a tone on either side, and ears that look for them. */

import type { BrowserContext, Page } from 'playwright-core'

export const LEFT_HZ = 440
export const RIGHT_HZ = 1_000

interface Ears {
  pairs: [AnalyserNode, AnalyserNode][]
}

interface Mouth {
  /** What the page asked for, in order. */
  asked: MediaTrackConstraints[]
}

/** Whatever microphone is asked for, it brings one tone on the left and another on the right. */
export async function playInStereo(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ([leftHz, rightHz]) => {
      const mouth: Mouth = { asked: [] }
      Object.assign(globalThis, { mouth })
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        mouth.asked.push((constraints?.audio ?? {}) as MediaTrackConstraints)
        const audio = new AudioContext({ sampleRate: 48_000 })
        const merger = new ChannelMergerNode(audio, { numberOfInputs: 2 })
        for (const [channel, frequency] of [leftHz, rightHz].entries()) {
          const tone = new OscillatorNode(audio, { frequency })
          tone.connect(new GainNode(audio, { gain: 0.2 })).connect(merger, 0, channel)
          tone.start()
        }
        const out = new MediaStreamAudioDestinationNode(audio, { channelCount: 2 })
        merger.connect(out)
        return out.stream
      }
    },
    [LEFT_HZ, RIGHT_HZ] as const,
  )
}

export const askedLast = (page: Page): Promise<MediaTrackConstraints | undefined> =>
  page.evaluate(() => (globalThis as unknown as { mouth: Mouth }).mouth.asked.at(-1))

/** What goes to the speakers is listened to, channel by channel. Must be called before the page is opened. */
export async function growEars(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const ears: Ears = { pairs: [] }
    Object.assign(globalThis, { ears })
    const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode, output?: number) => AudioNode
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      if (args[0] === this.context.destination) {
        const splitter = new ChannelSplitterNode(this.context, { numberOfOutputs: 2 })
        const pair = [0, 1].map(() => new AnalyserNode(this.context, { fftSize: 8_192, smoothingTimeConstant: 0 }))
        connect.call(this, splitter)
        for (const [channel, ear] of pair.entries()) connect.call(splitter, ear, channel)
        ears.pairs.push(pair as [AnalyserNode, AnalyserNode])
      }
      return Reflect.apply(connect, this, args)
    } as typeof AudioNode.prototype.connect
  })
}

/** How many decibels louder the left tone is than the right one, on the left and on the right; NaN while nothing sounds. */
export async function leaning(page: Page): Promise<{ left: number; right: number }> {
  const [left, right] = await page.evaluate(
    ([leftHz, rightHz]) => {
      const { pairs } = (globalThis as unknown as { ears: Ears }).ears
      const loudness = (ear: AnalyserNode, hertz: number) => {
        const bins = new Float32Array(ear.frequencyBinCount)
        ear.getFloatFrequencyData(bins)
        const bin = Math.round((hertz * ear.fftSize) / ear.context.sampleRate)
        return Math.max(...bins.subarray(bin - 1, bin + 2))
      }
      const most = (channel: 0 | 1, hertz: number) => Math.max(...pairs.map((pair) => loudness(pair[channel], hertz)))
      return ([0, 1] as const).map((channel) => {
        const tones = [most(channel, leftHz), most(channel, rightHz)] as const
        return Math.max(...tones) < -60 ? null : tones[0] - tones[1] // NaN does not pass as JSON
      })
    },
    [LEFT_HZ, RIGHT_HZ] as const,
  )
  return { left: left ?? Number.NaN, right: right ?? Number.NaN }
}
