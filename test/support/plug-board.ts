/**
 * Chromium's two fake microphones and two fake speakers as things that people plug in and out, and a phone call that takes
 * microphone and sound away. What is captured and played is real; what a browser tells of devices, tracks and contexts is
 * told as browsers do when that happens.
 */

import type { BrowserContext, Page } from 'playwright-core'

/** Each is a microphone and a speaker. */
export const BUILT_IN = 'Built-in'
export const HEADSET = 'Headset'

interface PlugBoard {
  /** `Date.now()` of the last event. */
  happenedAtMs: number
  plug(...devices: string[]): void
  /** The system chooses this one from now on. */
  choose(device: string): void
  beginCall(): void
  /** Microphones stay silent; the sound comes back at a gesture only. */
  endCall(): void
  /** The system silences the open microphones, or lets them sound again. */
  silence(silent: boolean): void
  /** Contexts say that they run, and do not: what WebKit leaves behind at times. */
  freeze(): void
  readonly isFrozen: boolean
  /** Of which devices the microphone is open. */
  readonly open: string[]
  /** The device that was last chosen to play, once it does; empty: the system's. */
  readonly played: string
}

declare global {
  var plugBoard: PlugBoard
}

/** Must be called before the page is opened. `plugged`: at first; the first is the system's choice. */
export async function usePlugBoard(context: BrowserContext, plugged: readonly string[]): Promise<void> {
  await context.addInitScript(install, [...plugged])
}

export const plug = (page: Page, ...devices: string[]): Promise<void> =>
  page.evaluate((devices) => plugBoard.plug(...devices), devices)

/** Runs in the page, before any script of it: it can use nothing of this module. */
function install(first: string[]): void {
  const { mediaDevices } = navigator
  if (mediaDevices === undefined) return
  const NAMES = ['Built-in', 'Headset']
  const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices)
  const open = mediaDevices.getUserMedia.bind(mediaDevices)
  let plugged = first
  let system = first[0]
  let isCalling = false
  let isGesture = false
  for (const gesture of ['pointerdown', 'pointerup', 'touchend', 'click', 'keydown']) {
    addEventListener(
      gesture,
      (event) => {
        // HTML §6.4.2: of what a finger does, that it goes down is no activation.
        isGesture = gesture !== 'pointerdown' || (event as PointerEvent).pointerType === 'mouse'
        setTimeout(() => {
          isGesture = false
        })
      },
      true,
    )
  }
  const tracks: { track: MediaStreamTrack; name: string }[] = []
  const contexts: AudioContext[] = []
  const say = (target: EventTarget, event: string) => target.dispatchEvent(new Event(event))
  const happens = () => {
    plugBoard.happenedAtMs = Date.now()
  }

  const nameOf = (label: string) => NAMES.find((_, index) => label.endsWith(` ${index + 1}`))
  const described = (device: MediaDeviceInfo): Omit<MediaDeviceInfo, 'toJSON'>[] => {
    const { kind, deviceId } = device
    const name = deviceId === 'default' ? system : nameOf(device.label)
    if (kind === 'videoinput' || device.label === '') return [device]
    if (name === undefined || !plugged.includes(name)) return []
    const words = `${name} ${kind === 'audioinput' ? 'Microphone' : 'Speakers'}`
    return [{ kind, deviceId, groupId: name, label: deviceId === 'default' ? `Default - ${words}` : words }]
  }
  mediaDevices.enumerateDevices = async () => (await enumerate()).flatMap(described) as MediaDeviceInfo[]

  mediaDevices.getUserMedia = async (constraints) => {
    const real = (await enumerate()).filter(({ kind, label }) => kind === 'audioinput' && nameOf(label) !== undefined)
    const audio = { ...(constraints?.audio as MediaTrackConstraints) }
    const wished = (audio.deviceId as { exact?: string } | undefined)?.exact
    const isDefault = wished === undefined || wished === 'default'
    const device = real.find(({ deviceId, label }) => (isDefault ? nameOf(label) === system : deviceId === wished))
    const name = device && nameOf(device.label)
    if (isCalling) throw new DOMException('', 'NotReadableError')
    if (real.length > 0 && plugged.length === 0) throw new DOMException('', 'NotFoundError')
    if (real.length > 0 && (name === undefined || !plugged.includes(name)))
      throw new DOMException('', 'OverconstrainedError')
    const exact = device && { deviceId: { exact: device.deviceId } }
    const stream = await open({ audio: { ...audio, ...exact } })
    const [track] = stream.getAudioTracks()
    if (track === undefined) return stream
    const shown = name ?? system ?? ''
    const settings = track.getSettings()
    const label = `${isDefault ? 'Default - ' : ''}${shown} Microphone`
    Object.defineProperty(track, 'label', { value: label })
    track.getSettings = () => ({ ...settings, ...(isDefault ? { deviceId: 'default' } : {}), groupId: shown })
    tracks.push({ track, name: shown })
    return stream
  }

  const RealContext = AudioContext
  globalThis.AudioContext = class extends RealContext {
    constructor(options?: AudioContextOptions) {
      super(options)
      contexts.push(this)
    }
    override async resume() {
      const isStopped = Object.hasOwn(this, 'state')
      if (isCalling) throw new DOMException('', 'InvalidStateError')
      const isFrozen = Object.hasOwn(this, 'currentTime')
      if (isStopped && !isFrozen && !isGesture) return new Promise<void>(() => undefined)
      Reflect.deleteProperty(this, 'state')
      Reflect.deleteProperty(this, 'currentTime')
      await super.resume()
      if (isStopped) say(this, 'statechange')
    }
  }
  let played = ''
  const setSinkId = (RealContext.prototype as unknown as { setSinkId(id: string): Promise<void> }).setSinkId
  Object.assign(RealContext.prototype, {
    async setSinkId(this: AudioContext, id: string) {
      const speakers = (await enumerate()).filter(({ kind }) => kind === 'audiooutput')
      const name = nameOf(speakers.find(({ deviceId }) => deviceId === id)?.label ?? '')
      if (id !== '' && (name === undefined || !plugged.includes(name))) throw new DOMException('', 'NotFoundError')
      await setSinkId.call(this, id)
      played = name ?? ''
    },
  })

  const live = () => tracks.filter(({ track }) => track.readyState === 'live')
  const end = (track: MediaStreamTrack) => {
    track.stop()
    say(track, 'ended')
  }
  const mute = (track: MediaStreamTrack, muted: boolean) => {
    Object.defineProperty(track, 'muted', { value: muted, configurable: true })
    track.enabled = !muted
    say(track, muted ? 'mute' : 'unmute')
  }
  const show = (context: AudioContext, state: string) => {
    Object.defineProperty(context, 'state', { value: state, configurable: true })
    say(context, 'statechange')
  }

  globalThis.plugBoard = {
    happenedAtMs: 0,
    plug(...devices) {
      happens()
      plugged = devices
      if (system === undefined || !plugged.includes(system)) system = plugged[0]
      for (const { track, name } of live()) if (!plugged.includes(name)) end(track)
      say(mediaDevices, 'devicechange')
    },
    choose(device) {
      happens()
      system = device
      say(mediaDevices, 'devicechange')
    },
    silence(silent) {
      happens()
      for (const { track } of live()) mute(track, silent)
    },
    beginCall() {
      happens()
      isCalling = true
      for (const { track } of live()) mute(track, true)
      for (const context of contexts) {
        void context.suspend()
        show(context, 'interrupted')
      }
    },
    endCall() {
      happens()
      isCalling = false
      for (const context of contexts) show(context, 'suspended')
    },
    get open() {
      return live().map(({ name }) => name)
    },
    get played() {
      return played
    },
    get isFrozen() {
      return contexts.some((context) => Object.hasOwn(context, 'currentTime'))
    },
    freeze() {
      happens()
      for (const context of contexts) {
        const { currentTime } = context
        Object.defineProperty(context, 'state', { value: 'running', configurable: true })
        Object.defineProperty(context, 'currentTime', { value: currentTime, configurable: true })
        void context.suspend()
      }
    },
  }
}
