/**
 * From a clip's waveform to heights that show its syllables and pauses: decibels hide them, since speech stays within ten of its
 * loudest. Not to be measured by: each clip has a scale of its own. Pure.
 */

/** The waveform's own bound, and how many of its steps are ten times the amplitude: 256 for 50 dB (docs/protocol.md, C36). */
const MOST = 256
const STEPS_TENFOLD = (20 * MOST) / 50
/** −40 dBov fills the place, what is quieter does not: the noise of a room is not drawn like a voice. */
const QUIETEST_FULL = 10 ** (102 / STEPS_TENFOLD)
/** A door that slams, or the largest packet of all, leaves the rest its height. */
const FULL_SHARE = 0.95
/**
 * A long clip's stretches are all nearly as loud as its loudest: then what difference there is counts for more, until the
 * lowest quarter of what sounds is at most so high. Looked at with speech of 10 s to 10 min, quiet, in noise, and music.
 */
const LOW_SHARE = 0.25
const LOW_HEIGHT = 0.4
/** But the breathing of a fan is no speech: a tone that wavers by 1 dB stays above 0.7. */
const MOST_EXAGGERATED = 2.5

/** `count` heights, 0…1: silence 0, the loudest twentieth 1. */
export function heightsOf(waveform: readonly number[], count: number): number[] {
  const amplitudes =
    waveform.length < count
      ? between(
          waveform.map((value) => amplitudeOf([value])),
          count,
        )
      : stretchesOf(waveform, count).map(amplitudeOf)
  const heard = amplitudes.filter((amplitude) => amplitude > 0).toSorted((a, b) => a - b)
  const full = Math.max(QUIETEST_FULL, at(heard, FULL_SHARE))
  const exponent = exaggeration(at(heard, LOW_SHARE) / full)
  return amplitudes.map((amplitude) => Math.min(1, amplitude / full) ** exponent)
}

/** More bars than values: what lies between two is drawn on the way from one to the other, or equal bars would stand as stairs. */
function between(amplitudes: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, bar) => {
    const place = ((bar + 0.5) * amplitudes.length) / count - 0.5
    const before = Math.max(0, Math.floor(place))
    const from = amplitudes[before] ?? 0
    const to = amplitudes[Math.min(before + 1, amplitudes.length - 1)] ?? 0
    return from + (to - from) * Math.max(0, place - before)
  })
}

/** The values that each of `count` equal stretches stands for. */
function stretchesOf(waveform: readonly number[], count: number): (readonly number[])[] {
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / count)
    return waveform.slice(from, Math.floor(((bar + 1) * waveform.length) / count))
  })
}

/** By mean power, so that a pause shows beside a word, and a word in a pause. Whatever a stranger sent. */
function amplitudeOf(values: readonly number[]): number {
  const powers = values.map((value) => (value > 0 ? 100 ** (Math.min(MOST, value) / STEPS_TENFOLD) : 0))
  return Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length))
}

/** The exponent that makes the low ones low enough, within its bounds. */
function exaggeration(low: number): number {
  if (low <= LOW_HEIGHT) return 1
  return low >= 1 ? MOST_EXAGGERATED : Math.min(MOST_EXAGGERATED, Math.log(LOW_HEIGHT) / Math.log(low))
}

/** 0 where there is none. */
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
