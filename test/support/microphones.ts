/** Browsers whose microphone cannot be had, each in its own way. */

import type { BrowserContext } from 'playwright-core'

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
