/** A short chord to check the speakers with. */

/** A fifth, A4 and E5: pleasant, and audible on the smallest speaker. */
const TONES_HZ = [440, 659.26]
const LENGTH_S = 0.6
const FADE_S = 0.05
const GAIN = 0.12

/** Plays it through `context`'s own output; resolves when it has sounded. */
export function playChord(context: AudioContext): Promise<void> {
  const gain = new GainNode(context, { gain: 0 })
  const startS = context.currentTime
  gain.gain.setValueAtTime(0, startS)
  gain.gain.linearRampToValueAtTime(GAIN, startS + FADE_S)
  gain.gain.setValueAtTime(GAIN, startS + LENGTH_S - FADE_S)
  gain.gain.linearRampToValueAtTime(0, startS + LENGTH_S)
  gain.connect(context.destination)
  const oscillators = TONES_HZ.map((frequency) => new OscillatorNode(context, { frequency }))
  for (const oscillator of oscillators) {
    oscillator.connect(gain)
    oscillator.start(startS)
    oscillator.stop(startS + LENGTH_S)
  }
  return new Promise((resolve) => {
    const [first] = oscillators
    first?.addEventListener('ended', () => {
      gain.disconnect()
      resolve()
    })
  })
}
