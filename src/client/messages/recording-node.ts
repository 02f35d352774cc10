/** The page's hold on the recording worklet: it takes in the microphone that is open, whichever it is. */

import { CHANNELS, type SoundProfile } from '../../audio/sound-profile.ts'
import { EarshotError } from '../errors.ts'
import { RECORDING_PROCESSOR } from '../processor-names.ts'
import type { RecordingCommand, RecordingReport, RecordingSettings } from '../recording-worklet.ts'
import { inletOf, type VoiceAudio } from '../voice-audio.ts'

export interface RecordingEars {
  /** −dBov of the last frames of 20 ms, and whether anything was heard in them. */
  recorded(levels: readonly number[], heard: boolean): void
  failed(error: EarshotError): void
}

/** What of it a recorder uses. */
export type RecordingPort = Pick<RecordingNode, 'pause' | 'resume' | 'close'>

interface RecordingStart {
  /** Packets go out through it, from now on. */
  line: MessagePort
  trim: boolean
  /** Behind what was recorded before. */
  goesOn: boolean
  /** Whatever the microphone brings later, the message stays as it begins. */
  profile: SoundProfile
}

export class RecordingNode {
  readonly #inlet: AudioNode
  readonly #node: AudioWorkletNode

  /** @throws {EarshotError} `audio-failed` */
  constructor(audio: VoiceAudio, { line, trim, goesOn, profile }: RecordingStart, ears: RecordingEars) {
    this.#inlet = inletOf(audio)
    this.#node = nodeIn(audio.context, profile)
    this.#node.onprocessorerror = (event) => ears.failed(new EarshotError('audio-failed', { cause: event }))
    this.#node.port.onmessage = ({ data }: MessageEvent<RecordingReport>) => {
      if (data.type === 'recorded') ears.recorded(data.levels, data.heard)
      else ears.failed(new EarshotError('audio-failed', { cause: data.reason }))
    }
    this.#tell({ type: 'begin', line, trim, goesOn }, [line])
    this.#inlet.connect(this.#node)
    // It puts out silence; a node that leads nowhere would not be run at all.
    this.#node.connect(audio.context.destination)
  }

  pause(): void {
    this.#tell({ type: 'pause' })
  }

  resume(): void {
    this.#tell({ type: 'resume' })
  }

  close(): void {
    this.#tell({ type: 'close' })
    this.#inlet.disconnect(this.#node)
    this.#node.disconnect()
  }

  #tell(command: RecordingCommand, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(command, transfer)
  }
}

function nodeIn(context: BaseAudioContext, profile: SoundProfile): AudioWorkletNode {
  try {
    return new AudioWorkletNode(context, RECORDING_PROCESSOR, {
      processorOptions: { profile } satisfies RecordingSettings,
      channelCount: CHANNELS[profile],
      channelCountMode: 'explicit',
      outputChannelCount: [1],
    })
  } catch (cause) {
    throw new EarshotError('audio-failed', { cause })
  }
}
