/**
 * What relaying costs an object, in µs of its one thread. A model and no clock: deployed, clocks stand still between I/O.
 * The constants are measured in workerd (docs/performance.md); a machine that is slower shows as timers that fire late.
 */

/** One `send` to one listener, whatever it carries … */
const SEND_MICROS = 18
/** … and for each byte of it. */
const SEND_MICROS_PER_BYTE = 0.003
/** What each listener costs in a second beside what it is sent: its ping, and looking after it four times. */
const LISTENER_MICROS_PER_S = 15
/** One message that comes in. */
const ARRIVAL_MICROS = 60

/** What goes through the object, as rates. */
export interface Traffic {
  listeners: number
  /** Messages that come in, forwarded or not. */
  arrivalsPerSecond: number
  /** Messages that are forwarded, each to every listener when it is sent at once. */
  heardPerSecond: number
  heardBytesPerSecond: number
}

/** Share of the object's time when every message is sent on at once. */
export function busyAtOnce({ listeners, arrivalsPerSecond, heardPerSecond, heardBytesPerSecond }: Traffic): number {
  const sends = listeners * (heardPerSecond * SEND_MICROS + heardBytesPerSecond * SEND_MICROS_PER_BYTE)
  return (arrivalsPerSecond * ARRIVAL_MICROS + listeners * LISTENER_MICROS_PER_S + sends) / 1e6
}

/**
 * The tick, in ms, at which the object is busy for `share` of its time when each listener is sent one bundle per tick;
 * Infinity when the bytes and the arrivals alone take more.
 */
export function tickMsFor(share: number, { listeners, arrivalsPerSecond, heardBytesPerSecond }: Traffic): number {
  const perListener = heardBytesPerSecond * SEND_MICROS_PER_BYTE + LISTENER_MICROS_PER_S
  const whateverTheTick = arrivalsPerSecond * ARRIVAL_MICROS + listeners * perListener
  const left = share * 1e6 - whateverTheTick
  return left <= 0 ? Number.POSITIVE_INFINITY : (listeners * SEND_MICROS * 1000) / left
}
