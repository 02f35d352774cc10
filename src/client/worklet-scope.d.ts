/**
 * What an AudioWorkletGlobalScope has that no other scope does (Web Audio API §1.32). TypeScript's DOM library has only
 * the page's side. Only the two worklets use these names.
 */

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
  abstract process(
    inputs: Float32Array[][],
    outputs: Float32Array[][],
    parameters: Record<string, Float32Array>,
  ): boolean
}

/** A processor is made with the options of its node, which those that need none leave alone. */
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: never }) => AudioWorkletProcessor,
): void

/** Seconds of audio that this context has rendered; it stands still within a block. */
declare const currentTime: number
/** Of the context, in Hz. */
declare const sampleRate: number
