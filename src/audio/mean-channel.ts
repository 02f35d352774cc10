/** Two channels as one, for whatever listens rather than plays. */

/** Writes the mean of each pair of an interleaved frame into `mean`, and returns that. */
export function meanChannel(interleaved: Float32Array, mean: Float32Array): Float32Array {
  for (let index = 0; index < mean.length; index += 1) {
    mean[index] = ((interleaved[2 * index] ?? 0) + (interleaved[2 * index + 1] ?? 0)) / 2
  }
  return mean
}
