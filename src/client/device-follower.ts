/**
 * What a change of what is plugged in asks for: the device in use is gone, the chosen one is back, or the system's choice
 * is another. One for microphones, one for speakers. Pure: lists go in, what to do comes out.
 */

export interface PluggedDevice {
  /** Empty until the user has allowed a microphone. */
  readonly deviceId: string
  /** The same for the microphone and the speaker of one headset. */
  readonly groupId: string
  readonly label: string
}

/** Why another device takes the place of the one before. */
export type DeviceMove = 'lost' | 'returned' | 'system'

export interface DeviceUse {
  /** What the user chose; undefined: the system's choice. */
  chosen: string | undefined
  /** What is open; undefined: none, though one is wished for. */
  inUse: string | undefined
}

/** What Chromium lists beside the real devices: other names of one of them. */
const ALIASES = ['default', 'communications']

export class DeviceFollower {
  /** As of the last look; undefined before the first. */
  #listed: ReadonlySet<string> | undefined
  #systemChoice: string | undefined

  /** Takes what is plugged in now. */
  next(devices: readonly PluggedDevice[], { chosen, inUse }: DeviceUse): DeviceMove | undefined {
    const listed = new Set(devices.map(({ deviceId }) => deviceId).filter((id) => id !== ''))
    if (listed.size === 0) return undefined // nothing is plugged in, or nothing may be known of it
    const before = { listed: this.#listed, systemChoice: this.#systemChoice }
    this.#listed = listed
    this.#systemChoice = markOf(devices)
    if (inUse === undefined) return 'returned'
    const isBack = chosen !== undefined && listed.has(chosen) && before.listed?.has(chosen) === false
    if (isBack && chosen !== inUse) return 'returned'
    if (!ALIASES.includes(inUse) && inUse !== '' && !listed.has(inUse)) return 'lost'
    const isNews = before.systemChoice !== undefined && before.systemChoice !== this.#systemChoice
    return isNews && chosen !== inUse ? 'system' : undefined
  }

  /** This one does not work any more, listed or not: when it is listed the next time, it is back. */
  lose(deviceId: string): void {
    this.#listed = this.#listed && new Set([...this.#listed].filter((id) => id !== deviceId))
  }
}

/**
 * The real device behind the system's choice; undefined where that is not to be known. Asked for as `default`, Chromium
 * gives the old one for as long as any track of it is open.
 */
export function systemDevice(devices: readonly PluggedDevice[]): PluggedDevice | undefined {
  const alias = devices.find(({ deviceId }) => deviceId === 'default')
  const real = devices.filter(({ deviceId }) => deviceId !== '' && !ALIASES.includes(deviceId))
  // Media Capture and Streams §9.2: the system's choice is listed first.
  if (alias === undefined) return real[0]
  const grouped = real.filter(({ groupId }) => groupId === alias.groupId)
  return namedIn(alias.label, grouped) ?? grouped[0]
}

/** Changes when the system's choice does. */
function markOf(devices: readonly PluggedDevice[]): string | undefined {
  const choice = devices.find(({ deviceId }) => deviceId === 'default') ?? systemDevice(devices)
  return choice && `${choice.deviceId} ${choice.groupId} ${choice.label}`
}

/** Chromium calls the system's choice "Default – Headset", in the system's language: this is "Headset". */
export function plainLabel(devices: readonly PluggedDevice[], label: string): string {
  const real = devices.filter(({ deviceId }) => !ALIASES.includes(deviceId))
  return namedIn(label, real)?.label ?? label
}

/** The one whose name `label` ends with: the longest, as "USB Microphone" ends with "Microphone", too. */
function namedIn(label: string, devices: readonly PluggedDevice[]): PluggedDevice | undefined {
  const named = devices.filter((device) => device.label !== '' && label.endsWith(device.label))
  return named.toSorted((a, b) => b.label.length - a.label.length)[0]
}
