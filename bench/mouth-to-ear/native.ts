/**
 * The yardstick: the browser's own voice path, microphone → RTCPeerConnection → RTCPeerConnection → speakers, in one page.
 */

import type { Browser } from 'playwright-core'
import { recordedMs, recording, startRecording, tapAudio } from '../../test/support/audio-taps.ts'
import { newPerson } from '../../test/support/browser.ts'
import { until } from '../../test/support/until.ts'
import { median } from '../statistics.ts'
import { delaysMs } from './delays.ts'
import type { Session } from './figures.ts'

/** A page that nothing of ours runs in; Chromium gives microphones to loopback addresses only, so it needs one. */
const ORIGIN = 'http://127.0.0.1:8949'
/** It can start several hundred milliseconds late and take 25 s to come down: from then on it must also stand still. */
const SETTLE_MS = 25_000
const LOOK_MS = 4_000
const STILL_WITHIN_MS = 3
const MAX_LOOKS = 10
/** Now and then a remote stream stays silent, or a microphone; then there is nothing to compare with, and it begins anew. */
const MAX_BEGINNINGS = 4

export async function measureNative(browser: Browser, measureMs: number): Promise<Session> {
  for (let beginnings = 1; ; beginnings += 1) {
    const session = await measureOnce(browser, measureMs)
    if (session.delaysMs.length > session.said / 2 || beginnings === MAX_BEGINNINGS) return session
    console.log(`native: heard ${session.delaysMs.length} of ${session.said}, and begins anew`)
  }
}

async function measureOnce(browser: Browser, measureMs: number): Promise<Session> {
  const context = await newPerson(browser, { origin: ORIGIN })
  try {
    await tapAudio(context)
    await context.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    const page = await context.newPage()
    await page.goto('/')
    await page.evaluate(connectLoopback)
    const look = async (lengthMs: number) => {
      await startRecording(page)
      await until(async () => (await recordedMs(page, 'heard')) >= lengthMs, 'the recording', lengthMs * 3)
      return delaysMs(await recording(page, 'said'), await recording(page, 'heard'))
    }
    const begun = await look(SETTLE_MS)
    if (begun.delaysMs.length === 0) return begun
    let before = median((await look(LOOK_MS)).delaysMs)
    for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
      const now = median((await look(LOOK_MS)).delaysMs)
      if (Math.abs(now - before) <= STILL_WITHIN_MS) break
      before = now
    }
    return await look(measureMs)
  } finally {
    await context.close()
  }
}

/** Runs in the page. */
async function connectLoopback(): Promise<void> {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  const microphone = await navigator.mediaDevices.getUserMedia({ audio })
  earshotTaps.isMicrophone = (stream) => stream === microphone
  const context = new AudioContext({ latencyHint: 'interactive' })
  await context.resume()
  context.createMediaStreamSource(microphone)
  const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()]
  sender.onicecandidate = ({ candidate }) => candidate && receiver.addIceCandidate(candidate)
  receiver.onicecandidate = ({ candidate }) => candidate && sender.addIceCandidate(candidate)
  const arrived = new Promise<MediaStream>((resolve) => {
    receiver.ontrack = ({ track }) => resolve(new MediaStream([track]))
  })
  for (const track of microphone.getTracks()) sender.addTrack(track, microphone)
  await sender.setLocalDescription()
  await receiver.setRemoteDescription(sender.localDescription as RTCSessionDescription)
  await receiver.setLocalDescription()
  await sender.setRemoteDescription(receiver.localDescription as RTCSessionDescription)
  const stream = await arrived
  // Chromium lets a remote stream flow into Web Audio only while an element plays it.
  const element = new Audio()
  element.srcObject = stream
  element.muted = true
  void element.play()
  context.createMediaStreamSource(stream).connect(context.destination)
}
