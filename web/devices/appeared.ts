/**
 * Which devices have been plugged in since the last look: microphone and speaker of one headset are one offer. Pure.
 */

import type { AudioDevice, AudioDevices } from '../../src/client/index.ts'

/** Something that one might want to use. */
export interface Offer {
  microphone?: AudioDevice
  speaker?: AudioDevice
}

/** What Chromium lists beside the real devices: other names of one of them. */
export const SYSTEM_CHOICES: readonly string[] = ['', 'default', 'communications']

/** The last one that was plugged in; undefined when none was, or nothing was known before. */
export function appeared(before: AudioDevices, now: AudioDevices): Offer | undefined {
  const microphone = fresh(before.microphones, now.microphones)
  const speakers = now.speakers.filter(({ deviceId }) => isFresh(before.speakers, deviceId))
  const speaker = microphone === undefined ? speakers.at(-1) : speakers.find((device) => isOneWith(device, microphone))
  if (microphone === undefined && speaker === undefined) return undefined
  return { ...(microphone && { microphone }), ...(speaker && { speaker }) }
}

/** Of an offer, what is still plugged in and not in use already; undefined when nothing is left of it. */
export function remaining(
  { microphone, speaker }: Offer,
  { microphones, speakers }: AudioDevices,
  isUsed: (kind: keyof Offer, device: AudioDevice) => boolean,
): Offer | undefined {
  const left: Offer = {}
  if (microphone !== undefined && has(microphones, microphone) && !isUsed('microphone', microphone)) {
    left.microphone = microphone
  }
  if (speaker !== undefined && has(speakers, speaker) && !isUsed('speaker', speaker)) left.speaker = speaker
  return left.microphone === undefined && left.speaker === undefined ? undefined : left
}

/** The system uses this one where nothing was chosen: Chromium says so by a second name of it. */
export function isSystemChoice(listed: readonly AudioDevice[], device: AudioDevice): boolean {
  const alias = listed.find(({ deviceId }) => deviceId === 'default')
  return alias !== undefined && isOneWith(alias, device) && alias.label.endsWith(device.label)
}

const has = (listed: readonly AudioDevice[], { deviceId }: AudioDevice): boolean =>
  listed.some((other) => other.deviceId === deviceId)

const fresh = (before: readonly AudioDevice[], now: readonly AudioDevice[]): AudioDevice | undefined =>
  now.filter(({ deviceId }) => isFresh(before, deviceId)).at(-1)

/** Before a microphone was allowed, browsers tell no device from another. */
const isFresh = (before: readonly AudioDevice[], deviceId: string): boolean =>
  !SYSTEM_CHOICES.includes(deviceId) &&
  before.some((other) => other.deviceId !== '') &&
  before.every((other) => other.deviceId !== deviceId)

const isOneWith = (one: AudioDevice, other: AudioDevice): boolean =>
  one.groupId !== undefined && one.groupId === other.groupId
