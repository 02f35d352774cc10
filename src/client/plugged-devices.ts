/** What is plugged in, as the browser tells it. */

import type { PluggedDevice } from './device-follower.ts'

export interface AudioDevice {
  readonly deviceId: string
  /** Empty until the user has allowed a microphone. */
  readonly label: string
  /** The same for the microphone and the speaker of one headset. */
  readonly groupId?: string
}

export interface AudioDevices {
  microphones: AudioDevice[]
  speakers: AudioDevice[]
}

export async function pluggedDevices(kind: MediaDeviceKind): Promise<readonly PluggedDevice[]> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
  return all.filter((device) => device.kind === kind)
}

export function devicesOf(all: readonly MediaDeviceInfo[]): AudioDevices {
  const ofKind = (wanted: MediaDeviceKind): AudioDevice[] =>
    all
      .filter(({ kind }) => kind === wanted)
      .map(({ deviceId, label, groupId }) => ({ deviceId, label, ...(groupId === '' ? {} : { groupId }) }))
  return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') }
}
