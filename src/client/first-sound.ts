/** Waits for a source to bring sound: a microphone that is open may take a moment before its first samples come. */

/** Between two looks; the analyser remembers longer than that, so no sample goes by unseen. */
const LOOK_EVERY_MS = 5
const REMEMBERED_SAMPLES = 2048

/** Resolves at the first sample of `source` that is not zero, after `withinMs` at the latest, or when `signal` says so. */
export async function firstSound(source: AudioNode, withinMs: number, signal: AbortSignal): Promise<void> {
  const analyser = new AnalyserNode(source.context, { fftSize: REMEMBERED_SAMPLES })
  const samples = new Float32Array(REMEMBERED_SAMPLES)
  const untilMs = performance.now() + withinMs
  source.connect(analyser)
  while (!signal.aborted && performance.now() < untilMs) {
    analyser.getFloatTimeDomainData(samples)
    if (samples.some((sample) => sample !== 0)) break
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  if (!signal.aborted) source.disconnect(analyser)
}
