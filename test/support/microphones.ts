/** Browsers whose microphone cannot be had, each in its own way; and one whose microphone can be turned up and off. */

import type { BrowserContext, Page } from 'playwright-core'

/** `getUserMedia` fails as a browser makes it fail (W3C Media Capture §10.2): the exception's name tells why. */
export async function breakMicrophone(context: BrowserContext, exception: string): Promise<void> {
  await context.addInitScript((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name))
  }, exception)
}

/** A page over plain http: browsers show it no devices at all. */
export async function makeInsecure(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false })
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined })
  })
}

/** A browser of before AudioWorklet. */
export async function makeOld(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'AudioWorkletNode')
  })
}

/** A microphone with a knob: it begins at `gain`, 0 being a switch that is off, and `turnMicrophone` turns it. */
export async function addKnob(context: BrowserContext, gain: number): Promise<void> {
  await context.addInitScript((first) => {
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (constraints) => {
      const audio = new AudioContext()
      const knob = new GainNode(audio, { gain: first })
      const turned = new MediaStreamAudioDestinationNode(audio)
      new MediaStreamAudioSourceNode(audio, { mediaStream: await open(constraints) }).connect(knob).connect(turned)
      Object.assign(globalThis, { knob })
      return turned.stream
    }
  }, gain)
}

export const turnMicrophone = (page: Page, gain: number): Promise<void> =>
  page.evaluate((value) => {
    const { knob } = globalThis as unknown as { knob: GainNode }
    knob.gain.value = value
  }, gain)
